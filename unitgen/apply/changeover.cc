#include "unitgen/apply/changeover.h"

namespace sa {

RefusedCalls change_over(JobChanges& jobs, ScriptChanges& scripts, Pending todo, StateDir& state,
                         InitSystem* init) {
  if (init != nullptr) todo = init->prepared(std::move(todo));
  state.forget_manifest();
  state.write(todo);
  if (init != nullptr) init->before(todo);
  jobs.commit();
  scripts.remove(todo.scripts);
  if (init != nullptr) init->after(todo);
  state.write(init != nullptr ? init->left() : Pending());
  return init != nullptr ? init->refused() : RefusedCalls();
}

}  // namespace sa
