#include "upstart/upstart_tracker.h"

#include <random>
#include <set>

#include <gtest/gtest.h>

namespace sa::upstart {
namespace {

using namespace std::chrono_literals;

constexpr const char* states[] = {"starting", "pre-start", "spawned",   "running", "pre-stop",
                                  "stopping", "killed",    "post-stop", "waiting"};
constexpr const char* goals[] = {"start", "stop", "respawn"};
constexpr const char* events[] = {"starting", "started", "stopping", "stopped", "foo"};

// Signals of three instances in an order that no Upstart would send.
class Nonsense {
 public:
  explicit Nonsense(unsigned seed) : random_(seed) {}

  Signal next() {
    const std::string job_path = "/com/ubuntu/Upstart/jobs/j" + std::to_string(below(2));
    const std::string path = job_path + "/i" + std::to_string(below(2));
    switch (below(11)) {
      case 0:
        return InstanceAdded{path};
      case 1:
        return InstanceRemoved{path};
      case 2:
        return GoalChanged{path, goals[below(3)]};
      case 3:
        return Failed{path, static_cast<std::int32_t>(below(600)) - 1};
      case 4:
        return EventEmitted{events[below(5)], {"JOB=j0", "INSTANCE=i0", "RESULT=failed"}};
      case 5:
        return JobSeen{"j0", StartCondition::Operators{{"foo"}}};
      case 6:
        return InstanceSeen{path, goals[below(3)], states[below(9)], below(3), below(2) == 0};
      case 7:
        return InstancesListed{job_path, {path}};
      case 8:
        if (below(8) == 0) return JobsListed{{job_path}};
        return ListingDone{};
      default:
        return StateChanged{path, states[below(9)]};
    }
  }

 private:
  unsigned below(unsigned end) {
    return std::uniform_int_distribution<unsigned>(0, end - 1)(random_);
  }
  std::mt19937 random_;
};

TEST(UpstartNonsense, NeverReopensARunNorHasTwoOfOneUnit) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    Nonsense nonsense(seed);
    std::uint8_t made = 0;
    std::uint8_t made_before = 0;
    Tracker tracker({"host", Id128{{1}}, seed % 2 == 0, [&](const std::string&, Instant) {
                       if (++made == 0) ++made_before;
                       return Id128{{made, made_before}};
                     }});
    std::map<Id128, sa::Run> runs;
    Instant now{1h};
    for (int i = 0; i < 1000; ++i) {
      Tracker::Changes changes;
      now += Duration(20ms) * (i % 10);
      tracker.on(nonsense.next(), now, changes);
      for (const sa::Run& run : changes.runs) {
        const auto before = runs.find(run.identity);
        const bool reopens = before != runs.end() && before->second.state != State::running &&
                             run.state == State::running;
        ASSERT_FALSE(reopens) << "seed " << seed << ", step " << i;
        ASSERT_EQ(run.pid && run.state != State::running, false) << "seed " << seed;
        ASSERT_FALSE(run.exit_status && run.exit_signal) << "seed " << seed;
        runs.insert_or_assign(run.identity, run);
      }
      std::multiset<std::string> open;
      for (const auto& [identity, run] : runs)
        if (run.state == State::running) open.insert(run.unit);
      for (const auto& unit : open) ASSERT_EQ(open.count(unit), 1U) << unit << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sa::upstart
