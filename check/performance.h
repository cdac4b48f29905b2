#pragma once

#include "check/judgement.h"
#include "check/selection.h"

#include <string>
#include <vector>

namespace sa {

// Ages are told of at most so many units, and in so many bytes of performance data.
constexpr std::size_t most_ages = 20;
constexpr std::size_t longest_performance = 2000;

// "units=31 ok=29 late=0 overdue=1 ...": units by health, whatever -w and -c say, then for few
// units how long ago each last succeeded, in whole seconds: "'garbo_age'=5400s;3600;7200". A unit
// without a known success has none.
std::string performance_data(const Selection& selection, const std::vector<Judgement>& judged,
                             const CheckOptions& options, Instant now);

}  // namespace sa
