#include "control/permission.h"

namespace sa {

Permission permission_for(Verb verb, const Standing& standing) {
  if (standing.is_root) return Permission::granted;
  if (!standing.is_watcher)
    return verb == Verb::notify ? Permission::denied : Permission::ask_polkit;
  const bool may = verb == Verb::notify || (verb == Verb::pause && standing.failed_fatally) ||
                   (verb == Verb::resume && standing.is_over);
  return may ? Permission::granted : Permission::denied;
}

}  // namespace sa
