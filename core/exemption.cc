#include "core/exemption.h"

namespace sa {
namespace {

std::string with_reason(std::string words, const std::string& reason) {
  return reason.empty() ? words : words + ": " + reason;
}

}  // namespace

bool covers(const PausedSpan& pause, Instant due) {
  return pause.at <= due && (!pause.until || due < *pause.until) &&
         (!pause.ended || due < *pause.ended);
}

std::string in_words(const PausedSpan& pause) {
  std::string words = pause.by.empty() ? "" : "by " + pause.by;
  if (pause.until) words += (words.empty() ? "until " : " until ") + utc_words(*pause.until);
  if (words.empty()) return pause.reason;
  return with_reason(std::move(words), pause.reason);
}

std::string in_words(const Retirement& retirement) {
  return with_reason("by " + retirement.by, retirement.reason);
}

}  // namespace sa
