#include "watcher/expectation_folder.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace sa {
namespace {

constexpr std::uintmax_t largest = 1 << 20;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// What is being written has a name that begins with a dot.
bool is_expectation(const std::filesystem::directory_entry& entry) {
  std::error_code error;
  if (entry.path().filename().string().starts_with('.')) return false;
  return entry.is_regular_file(error) && entry.file_size(error) <= largest && !error;
}

Expectations expectations_in(const std::string& folder) {
  Expectations all;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (is_expectation(entry))
      all.emplace(entry.path().filename().string() + ".upstart",
                  read_upstart_expectation(content_of(entry.path())));
  return all;
}

}  // namespace

std::optional<Expectations> ExpectationFolder::take_change() {
  watch_.rearm();
  auto now = expectations_in(path_);
  if (last_ == now) return std::nullopt;
  last_ = now;
  return now;
}

}  // namespace sa
