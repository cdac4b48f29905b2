#include "notify/told.h"

#include "core/error.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace sa {
namespace {

// A run that made the change tells it from others; when it ended may be known more exactly later.
std::string name_of(const Notice& notice) {
  const bool by_run =
      notice.invocation && (notice.health == Health::failed || notice.health == Health::ok);
  return notice.unit + " " + std::string(to_string(notice.health)) + " " +
         (notice.since && !by_run ? rfc3339(*notice.since) : "-") + " " +
         (notice.invocation ? to_string(*notice.invocation) : "-");
}

}  // namespace

Told::Told(std::filesystem::path file, const Notice& notice)
    : file_(std::move(file)), notice_(name_of(notice)) {
  std::ifstream stream(file_);
  std::string line;
  if (!std::getline(stream, line) || line != notice_) return;
  while (std::getline(stream, line)) targets_.insert(line);
}

void Told::add(const std::string& target) {
  targets_.insert(target);
  const std::filesystem::path fresh = file_.string() + ".new";
  std::ofstream stream(fresh, std::ios::trunc);
  stream << notice_ << '\n';
  for (const auto& told : targets_) stream << told << '\n';
  stream.flush();
  if (!stream) throw Error("cannot write '" + fresh.string() + "': " + std::strerror(errno));
  std::filesystem::rename(fresh, file_);
}

}  // namespace sa
