#pragma once

#include <filesystem>
#include <string>

namespace sa {

struct SmallFile {
  std::string text;        // at most 1 MB of it
  bool is_denied = false;  // it is there, and may not be read
};

// A regular file (of /proc too); what is none, or is not there, is empty.
SmallFile text_of_file(const std::filesystem::path& path);

}  // namespace sa
