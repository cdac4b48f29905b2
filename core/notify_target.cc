#include "core/notify_target.h"

#include "core/ascii.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view mail = "mail:";
constexpr std::string_view run = "run:";
constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_name = 64;

bool consists_of(std::string_view text, std::string_view others) {
  return std::ranges::all_of(
      text, [&](char c) { return is_letter(c) || is_digit(c) || others.find(c) != others.npos; });
}

bool begins_well(std::string_view text) {
  return !text.empty() && (is_letter(text[0]) || is_digit(text[0]) || text[0] == '_');
}

// What no program that sends mail takes for an option, a file or a pipe.
bool is_address(std::string_view text) {
  const auto at = text.find('@');
  const std::string_view local = text.substr(0, at);
  if (text.size() > longest_address || !begins_well(local) || !consists_of(local, "._+=~-"))
    return false;
  if (at == text.npos) return true;
  const std::string_view domain = text.substr(at + 1);
  return begins_well(domain) && consists_of(domain, ".-");
}

bool is_program(std::string_view text) {
  return text.size() <= longest_name && begins_well(text) && consists_of(text, "._-");
}

}  // namespace

std::optional<NotifyTarget> parse_notify_target(std::string_view word) {
  if (word.starts_with(mail)) {
    const auto address = word.substr(mail.size());
    if (!is_address(address)) return std::nullopt;
    return NotifyTarget{NotifyTarget::Kind::mail, std::string(address)};
  }
  const auto name = word.starts_with(run) ? word.substr(run.size()) : word;
  if (!is_program(name) || word == notify_nobody) return std::nullopt;
  return NotifyTarget{NotifyTarget::Kind::program, std::string(name)};
}

}  // namespace sa
