#include "unitgen/apply/state_dir.h"

#include "core/error.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/because.h"
#include "unitgen/whole_file.h"

#include <cerrno>
#include <ostream>

#include <fcntl.h>
#include <sys/file.h>

namespace sa {
namespace {

constexpr const char* lock_name = "lock";
constexpr const char* manifest_name = "manifest";
constexpr const char* pending_name = "pending";
constexpr useconds_t tenth_of_a_second = 100'000;

bool is_taken(int fd, int how) {
  while (flock(fd, how) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) throw Error("cannot wait for another apply" + because());
  }
  return true;
}

}  // namespace

StateDir::StateDir(std::string path) : path_(std::move(path)) {
  make_folder(path_, 0755);
}

void StateDir::lock(std::ostream& err) {
  const std::string path = path_ + "/" + lock_name;
  lock_ = Fd(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!lock_)
    throw Error("cannot open '" + path + "'" + because() +
                (errno == EACCES ? ", run it as root" : ""));
  for (int tries = 0; tries < 10; ++tries) {
    if (is_taken(lock_.get(), LOCK_EX | LOCK_NB)) return;
    usleep(tenth_of_a_second);
  }
  err << "sa-unitgen: waiting for another apply" << std::endl;
  is_taken(lock_.get(), LOCK_EX);
}

std::optional<Manifest> StateDir::manifest() const {
  const auto text = read_whole(path_ + "/" + manifest_name);
  return text ? read_manifest(*text) : std::nullopt;
}

void StateDir::write(const Manifest& manifest) {
  write_whole(path_, manifest_name, manifest_text(manifest), 0600);
}

void StateDir::forget_manifest() {
  unlink((path_ + "/" + manifest_name).c_str());
}

Pending StateDir::pending() const {
  return read_pending(read_whole(path_ + "/" + pending_name).value_or(""));
}

void StateDir::write(const Pending& pending) {
  if (!pending.empty())
    write_whole(path_, pending_name, pending_text(pending), 0600);
  else if (unlink((path_ + "/" + pending_name).c_str()) != 0 && errno != ENOENT)
    throw Error("cannot remove '" + path_ + "/" + pending_name + "'" + because());
}

void StateDir::write_problems(const std::string& json) {
  if (read_whole(path_ + "/" + problems_name) != json)
    write_whole(path_, problems_name, json, 0644);
}

}  // namespace sa
