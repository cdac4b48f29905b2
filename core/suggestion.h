#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The candidates, nearest first and none twice, that are a few letters away from the word or
// contain it.
std::vector<std::string> near_words(std::string_view word,
                                    const std::vector<std::string>& candidates);

// "; did you mean 'backup' or 'backup-db'?" of the (at most three) candidates that are a few
// letters away from the word or contain it; empty when none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace sa
