#pragma once

#include "core/error.h"
#include "store/run_reader.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace sa {

// The person may not read the store.
class StoreForbidden : public Error {
 public:
  using Error::Error;
};

// The log. Throws Error with what a newcomer should do; where permission is missing StoreForbidden,
// with which group to join.
std::unique_ptr<RunReader> open_store(const std::filesystem::path& directory);

// Of the person who runs this program.
std::string name_of_user();

// What to do where only the members of a group may read; `group` is its name, `user` the person's.
std::string how_to_be_let_in(std::string_view group, std::string_view user);

}  // namespace sa
