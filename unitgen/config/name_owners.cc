#include "unitgen/config/name_owners.h"

#include <algorithm>

namespace sa {

NameOwners::NameOwners(const std::vector<ListedFile>& files,
                       const std::function<std::string(const std::string& name)>& made_from) {
  owners_.reserve(files.size());
  strangers_.reserve(files.size());
  std::unordered_map<std::string_view, std::string> made;
  for (const ListedFile& file : files) {
    const auto [at, is_first] = owners_.try_emplace(file.name, &file);
    if (is_first) {
      std::string path = made_from(file.name);
      if (!path.empty() && path != file.path) made.emplace(file.name, std::move(path));
    } else if (const auto other = made.find(file.name);
               other != made.end() && other->second == file.path) {
      at->second = &file;
      made.erase(other);
    }
  }
  for (const auto& [name, path] : made) {
    strangers_.push_back({path, {}, {}, std::string(name), {}, {}});
    owners_[name] = &strangers_.back();
  }
}

const ListedFile* NameOwners::owner(std::string_view name) const {
  const auto found = owners_.find(name);
  return found == owners_.end() ? nullptr : found->second;
}

}  // namespace sa
