#include "cli/colours.h"

namespace sa {

Colour colour_of(Health health) {
  switch (health) {
    case Health::broken:
    case Health::failed:
    case Health::overdue:
      return Colour::red;
    case Health::overrunning:
    case Health::late:
    case Health::suspect:
    case Health::stale:
      return Colour::yellow;
    case Health::running:
    case Health::ok:
      return Colour::green;
    case Health::waiting:
    case Health::paused:
    case Health::retired:
      break;
  }
  return Colour::grey;
}

Colour colour_of(State state) {
  switch (state) {
    case State::failed:
    case State::refused:
    case State::missed:
      return Colour::red;
    case State::interrupted:
    case State::skipped:
      return Colour::yellow;
    case State::running:
    case State::succeeded:
      break;
  }
  return Colour::green;
}

}  // namespace sa
