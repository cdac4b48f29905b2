#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The words for `notify:` of mail addresses with commas between: "Ops <ops@example.org>, root" is
// mail:ops@example.org and mail:root. Empty: one of them can be no such word.
std::vector<std::string> mail_targets(std::string_view recipients);

}  // namespace sa
