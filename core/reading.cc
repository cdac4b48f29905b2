#include "core/reading.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sa {
namespace {

constexpr std::array<std::string_view, 4> words = {"runs", "slots", "changes", "output"};
constexpr std::size_t fixed_arguments = 8;  // before the units

// systemd 252.
constexpr std::array<std::string_view, 16> formats = {
    "short",         "short-full",      "short-iso",   "short-iso-precise",
    "short-precise", "short-monotonic", "short-delta", "short-unix",
    "verbose",       "export",          "json",        "json-pretty",
    "json-sse",      "json-seq",        "cat",         "with-unit"};

template <typename Number>
std::string number_or_dash(std::optional<Number> value) {
  return value ? std::to_string(*value) : "-";
}

std::optional<Instant::rep> usec_of(std::optional<Instant> instant) {
  if (!instant) return std::nullopt;
  return instant->time_since_epoch().count();
}

// False: no number and no dash.
template <typename Number>
bool read(const std::string& text, std::optional<Number>& value) {
  if (text == "-") return true;
  Number number{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return false;
  value = number;
  return true;
}

bool read(const std::string& text, std::optional<Instant>& instant) {
  std::optional<Instant::rep> usec;
  if (!read(text, usec)) return false;
  if (usec) instant = Instant(Duration(*usec));
  return true;
}

}  // namespace

std::string_view to_string(Reading::What what) {
  return words[static_cast<std::size_t>(what)];
}

std::vector<std::string> arguments_of(const Reading& reading) {
  std::vector<std::string> arguments = {std::string(to_string(reading.what)),
                                        number_or_dash(usec_of(reading.from)),
                                        number_or_dash(usec_of(reading.to)),
                                        reading.oldest_first ? "oldest-first" : "newest-first",
                                        reading.invocation,
                                        reading.format,
                                        number_or_dash(reading.lines),
                                        reading.follow ? "follow" : "end"};
  arguments.insert(arguments.end(), reading.units.begin(), reading.units.end());
  return arguments;
}

std::optional<Reading> reading_of(const std::vector<std::string>& arguments) {
  if (arguments.size() < fixed_arguments) return std::nullopt;
  const auto word = std::ranges::find(words, arguments[0]);
  Reading reading;
  if (word == words.end() || !read(arguments[1], reading.from) || !read(arguments[2], reading.to) ||
      !read(arguments[6], reading.lines))
    return std::nullopt;
  reading.what = static_cast<Reading::What>(word - words.begin());
  reading.oldest_first = arguments[3] == "oldest-first";
  reading.invocation = arguments[4];
  reading.format = arguments[5];
  reading.follow = arguments[7] == "follow";
  reading.units.assign(arguments.begin() + fixed_arguments, arguments.end());
  return reading;
}

bool is_output_format(std::string_view word) {
  return std::ranges::find(formats, word) != formats.end();
}

}  // namespace sa
