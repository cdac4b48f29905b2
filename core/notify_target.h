#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// Whom to tell when a unit's health changes: one word of `notify:` and of Notify=.
//
//   mail:ADDRESS   by sendmail; letters, digits and ._+=~- round at most one '@'
//   run:NAME       the program NAME of the folder notify.d; also NAME alone
//   none           nobody, in spite of a default; stands alone
struct NotifyTarget {
  enum class Kind { mail, program };
  Kind kind = Kind::mail;
  std::string name;  // the address, or the program's name
  friend bool operator==(const NotifyTarget&, const NotifyTarget&) = default;
};

inline constexpr std::string_view notify_nobody = "none";

// nullopt: no such word, or `none`.
std::optional<NotifyTarget> parse_notify_target(std::string_view word);

}  // namespace sa
