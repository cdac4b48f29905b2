#include "control/request.h"

namespace sa {

std::string_view to_string(Verb verb) {
  switch (verb) {
    case Verb::pause:
      return "pause";
    case Verb::resume:
      return "resume";
    case Verb::run:
      return "run";
    case Verb::cancel:
      return "cancel";
    case Verb::notify:
      return "notify";
    case Verb::stop:
      return "stop";
  }
  return {};
}

std::string_view polkit_action(Verb verb) {
  if (verb == Verb::notify) return {};
  if (verb == Verb::stop) return "org.scriptactivity.retire";
  const bool is_pause = verb == Verb::pause || verb == Verb::resume;
  return is_pause ? "org.scriptactivity.pause" : "org.scriptactivity.run";
}

}  // namespace sa
