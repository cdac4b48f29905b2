#pragma once

#include "check/options.h"
#include "check/selection.h"
#include "core/unit_status.h"

#include <string>
#include <vector>

namespace sa {

// One unit as the plugin sees it.
struct Judgement {
  NagiosState state = NagiosState::ok;
  Health health = Health::ok;
  std::string words;    // "overdue by 42min (due 02:00, grace 15min)"; fit for the output
  std::string summary;  // "ok", "succeeded within 1h": units of the same one are counted together
};

// Times of day are local.
Judgement judgement_of(const UnitStatus& unit, const CheckOptions& options, Instant now);

// How long ago it last succeeded, never negative; nullopt: no success is known.
std::optional<Duration> age_of(const UnitStatus& unit, Instant now);

}  // namespace sa
