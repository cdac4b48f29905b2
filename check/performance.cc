#include "check/performance.h"

#include "check/plugin_text.h"

#include <algorithm>

namespace sa {
namespace {

constexpr Health counted[] = {Health::ok,      Health::late,    Health::overdue,
                              Health::failed,  Health::broken,  Health::overrunning,
                              Health::suspect, Health::running, Health::waiting,
                              Health::paused,  Health::retired};

std::string seconds(const std::optional<Duration>& span) {
  return span ? std::to_string(std::chrono::floor<std::chrono::seconds>(*span).count()) : "";
}

// In quotes, a quote in it doubled; it may not have an equals sign.
std::string label(std::string_view name) {
  std::string text = "'";
  for (const char c : one_line(name)) {
    if (c == '\'') text += c;
    text += c == '=' ? '_' : c;
  }
  return text + "_age'";
}

std::string limits(const CheckOptions& options) {
  if (!options.judges_age()) return "";
  std::string text = ";" + seconds(options.warning_age);
  if (options.critical_age) text += ";" + seconds(options.critical_age);
  return text;
}

std::string ages(const Selection& selection, const CheckOptions& options, Instant now) {
  if (selection.units.size() > most_ages) return "";
  std::string text;
  for (std::size_t i = 0; i < selection.units.size(); ++i)
    if (const auto age = age_of(*selection.units[i], now))
      text += " " + label(selection.names[i]) + "=" + seconds(age) + "s" + limits(options);
  return text;
}

}  // namespace

std::string performance_data(const Selection& selection, const std::vector<Judgement>& judged,
                             const CheckOptions& options, Instant now) {
  std::string text = "units=" + std::to_string(judged.size());
  for (const Health health : counted) {
    const auto count = std::ranges::count(judged, health, &Judgement::health);
    text.append(" ").append(to_string(health)).append("=").append(std::to_string(count));
  }
  const std::string told = ages(selection, options, now);
  return text.size() + told.size() > longest_performance ? text : text + told;
}

}  // namespace sa
