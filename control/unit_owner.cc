#include "control/unit_owner.h"

#include "core/yaml.h"

#include <algorithm>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr off_t largest_file = 1 << 20;

bool is_own(const struct stat& status) {
  return S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 && status.st_size <= largest_file;
}

// nullopt: not there, or not to be believed. Never waits for a FIFO.
std::optional<std::string> own_text(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return std::nullopt;
  struct stat status {};
  std::optional<std::string> text;
  if (fstat(fd, &status) == 0 && is_own(status)) {
    text.emplace(static_cast<std::size_t>(status.st_size), '\0');
    const auto size = read(fd, text->data(), text->size());
    text->resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  }
  close(fd);
  return text;
}

bool is_file_name(const std::string& team) {
  return !team.empty() && team.size() < 200 && team.front() != '.' && team.find('/') == team.npos &&
         team.find('\0') == team.npos;
}

std::string group_in(const std::string& policy) {
  const YamlDocument document = read_yaml(policy);
  if (!document.problems.empty()) return {};
  const auto& entries = document.root.entries;
  const auto group = std::ranges::find(entries, "group", &YamlNode::Entry::key);
  return group == entries.end() ? std::string() : group->value.text;
}

}  // namespace

UnitFacts facts_in(const std::vector<std::string>& files) {
  UnitFacts facts;
  for (const auto& file : files)
    if (const auto text = own_text(file)) read_unit_text(*text, facts);
  return facts;
}

UnitOwner owner_of(const std::string& team, const std::filesystem::path& teams) {
  UnitOwner owner{team, {}};
  if (!is_file_name(team)) return owner;
  if (const auto policy = own_text(teams / (team + ".yaml"))) owner.group = group_in(*policy);
  return owner;
}

}  // namespace sa
