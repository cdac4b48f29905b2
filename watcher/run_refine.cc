#include "watcher/run_refine.h"

namespace sa {
namespace {

using std::chrono::milliseconds;

// PID 1 writes "Starting" some time after the beginning, and the end's entry just before the end
// (10 ms before it on a busy host).
constexpr Duration began_slack = milliseconds(250);
constexpr Duration ended_slack = milliseconds(30);
// systemd stamps the main process when it forks it, and the unit after that.
constexpr Duration fork_slack = milliseconds(20);
// Once it was restarted, the stamp may be of a later start that was refused.
constexpr Duration restarted_slack = milliseconds(5);

bool is_within(Instant a, Instant b, Duration slack) {
  return a - b <= slack && b - a <= slack;
}

// ExecMainStatus and its kin are of the run's own main process, not of one before it.
bool is_own_main(const Run& run, const ServiceSeen& seen) {
  return seen.main_began && run.began && *seen.main_began >= *run.began - fork_slack;
}

// Of a unit that still goes the stamp is of the run before.
bool is_own_end(const Run& run, Instant ended, const ServiceSeen& seen) {
  const Duration slack = seen.restarts == 0 ? ended_slack : restarted_slack;
  return ended >= run.began.value_or(run.at) && is_within(ended, *run.ended, slack);
}

void refine_exit(Run& run, const ServiceSeen& seen) {
  const bool known = run.exit_status || run.exit_signal;
  const bool has_ended = !seen.active || seen.restart_pending;
  if (known || !is_own_main(run, seen) || !has_ended) return;
  // A failure that another process of the unit made, whose end was not heard.
  if (run.result != Result::success && seen.exit_status == 0) return;
  run.exit_status = seen.exit_status;
  run.exit_signal = seen.exit_signal;
}

}  // namespace

void refine_began(Run& run, const ServiceSeen& seen) {
  if (seen.restart_pending || !seen.began || !run.began) return;
  if (seen.main_ended && *seen.main_ended < *seen.began) return;
  if (is_within(*seen.began, *run.began, began_slack) && (!run.ended || *seen.began <= *run.ended))
    run.began = seen.began;
}

void refine_ended(Run& run, const ServiceSeen& seen, bool remains_active) {
  const auto ended = remains_active ? seen.active_since : seen.ended;
  if (ended && run.ended && is_own_end(run, *ended, seen)) run.ended = ended;
  refine_exit(run, seen);
  if (remains_active && !run.exit_status && !run.exit_signal && is_own_main(run, seen)) {
    run.exit_status = seen.exit_status;
    run.exit_signal = seen.exit_signal;
  }
  if (!run.cpu && seen.cpu) run.cpu = seen.cpu;
}

}  // namespace sa
