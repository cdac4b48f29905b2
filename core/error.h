#pragma once

#include <stdexcept>
#include <string>

namespace sa {

// A breakdown: the disk is full, the bus is gone, the store is damaged. Thrown by the adapter that
// met it, caught once in `main` and once in a turn of the watcher's loop. what() is one line,
// lower case, "tried: cause", and says what to do where something can be done.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The store, the status file or one value in them is not what this release wrote: cut, flipped,
// of a newer schema, or not ours at all. Trying again does not help.
class Damaged : public Error {
 public:
  using Error::Error;
};

// There is no room (ENOSPC, EDQUOT): trying again later does help.
class NoRoom : public Error {
 public:
  using Error::Error;
};

}  // namespace sa
