#include "cli/doctor/gather.h"
#include "cli/doctor/small_file.h"
#include "cli/doctor/systemd_answers.h"
#include "core/unit_section.h"

#include <array>
#include <string_view>

#include <sys/timex.h>
#include <unistd.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr const char* hold_name = "timer.d/50-scriptactivity.conf";
constexpr std::string_view mark = "# Made by sa-unitgen from ";
constexpr std::string_view mark_end = ", changes here are lost";

// The job file that a generated unit names in its first line; empty: it is none of ours.
std::string job_file_of(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  if (!line.starts_with(mark) || !line.ends_with(mark_end)) return "";
  return std::string(line.substr(mark.size(), line.size() - mark.size() - mark_end.size()));
}

void take_file(const std::string& unit, const std::string& path, HostFacts& facts) {
  const SmallFile file = text_of_file(path);
  if (file.is_denied) facts.unreadable_units.push_back(path);
  if (const std::string job = job_file_of(file.text); !job.empty())
    facts.jobs.file_of_unit.emplace(unit, job);
  for (std::string& mistake : section_mistakes(file.text))
    facts.section_mistakes.push_back({unit, path, std::move(mistake)});
}

// The folders of unit files, strongest first.
constexpr std::array<const char*, 5> unit_folders = {"/etc/systemd/system", "/run/systemd/system",
                                                     "/usr/local/lib/systemd/system", SA_UNIT_DIR,
                                                     "/usr/lib/systemd/system"};

// The "sa" that comes first in this PATH; empty: there is none.
fs::path first_sa(std::string_view path) {
  while (!path.empty()) {
    const auto end = std::min(path.find(':'), path.size());
    const fs::path candidate = fs::path(path.substr(0, end)) / "sa";
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return {};
}

// This program, or an installed one: "scriptactivity" lies beside it and is the same.
bool is_ours(const fs::path& sa) {
  std::error_code ignored;
  return fs::equivalent(sa, "/proc/self/exe", ignored) ||
         fs::equivalent(sa, sa.parent_path() / "scriptactivity", ignored);
}

}  // namespace

void gather_unit_files(HostFacts& facts) {
  if (!facts.units) return;
  for (const auto& [name, unit] : *facts.units) {
    const bool can_have_one = name.ends_with(".timer") || name.ends_with(".service");
    if (!can_have_one || unit.load != "loaded") continue;
    if (!unit.file.empty()) take_file(name, unit.file, facts);
    for (const std::string& drop_in : unit.drop_ins) take_file(name, drop_in, facts);
  }
}

void gather_hold(HostFacts& facts) {
  facts.hold.shipped = std::string(SA_UNIT_DIR "/") + hold_name;
  for (const char* folder : unit_folders) {
    const fs::path path = fs::path(folder) / hold_name;
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) continue;
    facts.hold.effective = path;
    facts.hold.holds = text_of_file(path).text.find("ConditionPathExists=!" SA_CONTROL_STATE_DIR
                                                    "/paused/%n\n") != std::string::npos;
    return;
  }
}

void gather_name(HostFacts& facts) {
  const fs::path found = first_sa("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  if (!found.empty() && !is_ours(found)) facts.other_sa = found;
}

// adjtimex(2) is what timedated asks, too.
void gather_clock(const Context& context, HostFacts& facts) {
  timex asked{};
  constexpr long least_error = 16'000'000;  // microseconds: the kernel's "not synchronised"
  facts.clock.is_synchronised = adjtimex(&asked) >= 0 && asked.maxerror < least_error;
  const std::string answer =
      context.output_of({"timedatectl", "show", "--property=CanNTP", "--property=NTP"});
  facts.clock.can_ntp = answer.find("CanNTP=yes\n") != std::string::npos;
  facts.clock.is_on = ("\n" + answer).find("\nNTP=yes\n") != std::string::npos;
  facts.clock.is_guest = access("/run/systemd/container", F_OK) == 0;
}

}  // namespace sa
