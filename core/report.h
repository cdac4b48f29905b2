#pragma once

#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Runs that another tool reports under names of its own, "nightly-sync.report".

// What such a run begins with.
struct ReportBeginning {
  std::string unit;
  std::string job;         // empty: none
  std::string team;        // empty: none
  std::string reason;      // in words; empty: nothing to add
  std::uint32_t keep = 0;  // seconds that it stays open without a reporter on the bus
  friend bool operator==(const ReportBeginning&, const ReportBeginning&) = default;
};

// How it ended: at least one of the first three is there, and not both a status and a signal.
struct ReportEnding {
  std::optional<std::int32_t> exit_status;
  std::string exit_signal;  // "SEGV" or "SIGSEGV"; empty: none
  std::string result;       // systemd's word; empty: it follows from the others
  std::string reason;       // empty: what was said before stays
  friend bool operator==(const ReportEnding&, const ReportEnding&) = default;
};

constexpr std::string_view report_suffix = ".report";
constexpr std::size_t longest_report_name = 128;
constexpr std::size_t longest_report_reason = 500;
constexpr std::uint32_t longest_keep = 30 * 24 * 3600;

// True for the name of something reported, which is never one of systemd's units.
bool is_report(std::string_view unit);

// What is wrong, in a line that says what was expected; empty: nothing.
std::string problem_of(const ReportBeginning& beginning);
std::string problem_of(const ReportEnding& ending);
std::string reason_problem(std::string_view reason);

// Ends the run as it was said, by systemd's rules: a status other than 0 is a failure. Expects an
// ending without a problem.
void end_run(Run& run, const ReportEnding& ending, Instant now);
// It ended without a word.
void interrupt_run(Run& run, const std::string& reason, Instant now);

}  // namespace sa
