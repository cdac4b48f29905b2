#pragma once

#include "unitgen/config/config_listing.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sa {

// Which job file each name belongs to: the one that its service was made from, as long as that file
// is there, else the first in order. So nobody takes a name, and with it a unit, from another.
class NameOwners {
 public:
  // `made_from`: path (as ListedFile's) of the file that the existing service of this name was made
  // from; empty: there is no such service, or its file is gone. `files` must outlive this.
  NameOwners(const std::vector<ListedFile>& files,
             const std::function<std::string(const std::string& name)>& made_from);

  // nullptr: nobody has it. Else a file of the listing, or one that is none (then with its path
  // only).
  const ListedFile* owner(std::string_view name) const;
  bool is_owner(const ListedFile& file) const { return owner(file.name) == &file; }

 private:
  std::unordered_map<std::string_view, const ListedFile*> owners_;
  std::vector<ListedFile> strangers_;  // files of other configurations
};

}  // namespace sa
