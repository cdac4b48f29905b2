#include "unitgen/changeover.h"

#include "unitgen/systemd_manager.h"

#include <memory>

namespace sa {
namespace {

// The calls of one changeover, and what came of them.
class Calls {
 public:
  explicit Calls(SystemdManager& manager) : manager_(manager) {}

  void before(const Pending& todo) { note(manager_.stop(todo.stop)); }

  void after(const Pending& todo) {
    manager_.reload();
    note(manager_.reset_failed(todo.forgotten));
    const auto dead = manager_.failed_of(todo.revive);
    note(manager_.reset_failed(dead));
    note(manager_.try_restart(todo.restart));
    auto starts = todo.start;
    starts.insert(dead.begin(), dead.end());
    for (const auto& [unit, message] : note(manager_.start(starts))) left_.start.insert(unit);
  }

  const Pending& left() const { return left_; }
  const RefusedCalls& refused() const { return refused_; }

 private:
  SystemdManager::Refusals note(SystemdManager::Refusals refusals) {
    for (const auto& [unit, message] : refusals) refused_.push_back(message);
    return refusals;
  }

  SystemdManager& manager_;
  Pending left_;
  RefusedCalls refused_;
};

}  // namespace

RefusedCalls change_over(UnitChanges& units, ScriptChanges& scripts, const Pending& todo,
                         StateDir& state, bool is_live) {
  const auto manager =
      is_live && is_systemd_running() ? std::make_unique<SystemdManager>() : nullptr;
  state.forget_manifest();
  state.write(todo);
  if (!manager) {
    units.commit();
    scripts.remove(todo.scripts);
    state.write(Pending());
    return {};
  }
  Calls calls(*manager);
  calls.before(todo);
  units.commit();
  scripts.remove(todo.scripts);
  calls.after(todo);
  state.write(calls.left());
  return calls.refused();
}

}  // namespace sa
