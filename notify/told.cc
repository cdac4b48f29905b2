#include "notify/told.h"

#include "core/error.h"
#include "core/told_list.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace sa {

Told::Told(std::filesystem::path file, Notice notice)
    : file_(std::move(file)), notice_(std::move(notice)) {
  std::ostringstream text;
  text << std::ifstream(file_, std::ios::binary).rdbuf();
  targets_ = told_targets(text.str(), notice_);
  keep();
}

void Told::add(const std::string& target) {
  targets_.insert(target);
  keep();
}

void Told::keep() const {
  const std::filesystem::path fresh = file_.string() + ".new";
  std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
  stream << told_text(notice_, targets_) << std::flush;
  if (!stream) throw Error("cannot write '" + fresh.string() + "': " + std::strerror(errno));
  std::filesystem::rename(fresh, file_);
}

}  // namespace sa
