#include "unitgen/systemd/systemd_init.h"

namespace sa {

SystemdManager::Refusals SystemdInit::note(SystemdManager::Refusals refusals) {
  for (const auto& [unit, message] : refusals) refused_.push_back(message);
  return refusals;
}

void SystemdInit::before(const Pending& todo) {
  note(manager_.stop(todo.stop));
}

void SystemdInit::after(const Pending& todo) {
  manager_.reload();
  note(manager_.reset_failed(todo.forgotten));
  const auto dead = manager_.failed_of(todo.revive);
  note(manager_.reset_failed(dead));
  note(manager_.try_restart(todo.restart));
  auto starts = todo.start;
  starts.insert(dead.begin(), dead.end());
  for (const auto& [unit, message] : note(manager_.start(starts))) left_.start.insert(unit);
}

}  // namespace sa
