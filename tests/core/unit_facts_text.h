#pragma once

#include "core/unit_facts.h"

#include <string>

namespace sa::samples {

inline std::string span(const char* name, const std::optional<Duration>& value) {
  return value ? std::string(" ") + name + " " + std::to_string(value->count() / 1000) + "ms" : "";
}

// All facts that are not as in UnitFacts{}, blanks between them.
inline std::string text_of(const UnitFacts& facts) {
  std::string text = facts.has_section ? "section" : "no section";
  if (!facts.job.empty()) text += " job '" + facts.job + "'";
  if (!facts.team.empty()) text += " team '" + facts.team + "'";
  for (const auto& tag : facts.tags) text += " tag '" + tag + "'";
  for (const auto& target : facts.notify) text += " notify '" + target + "'";
  text += span("grace", facts.grace) + span("deadline", facts.deadline);
  text += span("min", facts.min_runtime) + span("max", facts.max_runtime);
  if (facts.alert_after) text += " alert after " + std::to_string(*facts.alert_after);
  for (const auto& status : facts.fatal_exit_status) text += " fatal '" + status + "'";
  if (facts.pause_on_fatal) text += " pause";
  if (facts.oneshot) text += " oneshot";
  if (facts.other_success) text += " other success";
  return text;
}

}  // namespace sa::samples
