#include "unitgen/systemd/granted.h"

#include "unitgen/systemd/unit_text.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TeamPolicy policy() {
  TeamPolicy policy;
  policy.team = "web";
  policy.users = {"daemon", "nobody"};
  policy.environment_files = {"/etc/web/100%.env"};
  return policy;
}

bool is_granted(const Job& job, const TeamPolicy& policy) {
  Accounts accounts;
  return is_granted(units_of(job, "/etc/scripts").units.at(0).text, policy, accounts);
}

Job job_of(const std::string& user) {
  Job job;
  job.name = "fetch";
  job.team = "web";
  job.commands = {{"/bin/true"}};
  job.user = user;
  return job;
}

TEST(Granted, AreTheUsersOfTheTeam) {
  EXPECT_TRUE(is_granted(job_of("daemon"), policy()));
  EXPECT_TRUE(is_granted(job_of("nobody"), policy()));
  EXPECT_FALSE(is_granted(job_of("bin"), policy()));
  EXPECT_FALSE(is_granted(job_of(""), policy()));
}

TEST(Granted, IsTheUsersOwnGroupOrOneThatIsListed) {
  auto job = job_of("daemon");
  job.group = "daemon";
  EXPECT_TRUE(is_granted(job, policy()));
  job.group = "shadow";
  EXPECT_FALSE(is_granted(job, policy()));
  auto wider = policy();
  wider.groups = {"shadow"};
  EXPECT_TRUE(is_granted(job, wider));
  job.group = "daemon";
  EXPECT_FALSE(is_granted(job, wider));
}

TEST(Granted, AreTheEnvironmentFilesThatAreListed) {
  auto job = job_of("daemon");
  job.environment_files = {"/etc/web/100%.env"};
  EXPECT_TRUE(is_granted(job, policy()));
  job.environment_files.emplace_back("/etc/shadow");
  EXPECT_FALSE(is_granted(job, policy()));
}

TEST(Granted, IsNothingThatIsNoServiceOfOurs) {
  Accounts accounts;
  EXPECT_FALSE(is_granted("", policy(), accounts));
  EXPECT_FALSE(is_granted("[Service]\nUser=daemon\nUser=root\n", policy(), accounts));
}

}  // namespace
}  // namespace sa
