#pragma once

#include "core/problem.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Where the values of a job stand in its file. What is from defaults has no place there.
struct JobPlaces {
  std::map<std::string, Place, std::less<>> keys;  // "respawn": the place of its value
  std::vector<Place> calendars, every;             // as in Schedule

  bool has(std::string_view key) const { return keys.find(key) != keys.end(); }
  // The beginning of the file where it has no such key.
  Place of(std::string_view key) const {
    const auto found = keys.find(key);
    return found == keys.end() ? Place{} : found->second;
  }
};

}  // namespace sa
