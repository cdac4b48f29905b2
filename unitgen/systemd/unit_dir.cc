#include "unitgen/systemd/unit_dir.h"

#include "core/error.h"
#include "unitgen/because.h"
#include "unitgen/mark.h"
#include "unitgen/whole_file.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr std::size_t longest_mark = 4'352;  // PATH_MAX and what stands around it
constexpr std::size_t largest_unit = 8'000'000;

bool may_be_ours(std::string_view name, const std::vector<std::string_view>& endings) {
  return name.starts_with("sa-") &&
         std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

// At most `most` bytes of a regular file; nullopt: there is none.
std::optional<std::string> beginning_of(int folder, const std::string& name, std::size_t most) {
  const Fd fd(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!fd || fstat(fd.get(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return read_whole(fd, most);
}

}  // namespace

std::vector<std::string> unit_names_of(std::string_view job) {
  const std::string stem = "sa-" + std::string(job);
  return {stem + ".service", stem + ".timer", stem + "-slow.service"};
}

UnitDir::UnitDir(std::string path, const std::vector<std::string_view>& endings)
    : path_(std::move(path)), fd_(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (!fd_ && errno == ENOENT) return;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(path_.c_str()), closedir);
  if (!fd_ || !stream) throw Error("cannot read the units in '" + path_ + "'" + because());
  while (const dirent* entry = readdir(stream.get()))
    if (may_be_ours(entry->d_name, endings)) names_.emplace(entry->d_name);
}

std::optional<std::string> UnitDir::text_of(const std::string& name) const {
  if (!names_.contains(name)) return std::nullopt;
  return beginning_of(fd_.get(), name, largest_unit);
}

std::optional<std::string> UnitDir::job_file(const std::string& name) const {
  if (!names_.contains(name)) return std::nullopt;
  const auto text = beginning_of(fd_.get(), name, longest_mark);
  return text ? job_file_of(*text) : std::nullopt;
}

std::vector<std::string> other_unit_folders() {
  return {"/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
          "/lib/systemd/system"};
}

}  // namespace sa
