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
  }
  return {};
}

std::string_view polkit_action(Verb verb) {
  const bool of_timer = verb == Verb::pause || verb == Verb::resume;
  return of_timer ? "org.scriptactivity.pause" : "org.scriptactivity.run";
}

}  // namespace sa
