#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The text of a unit file, line by line. Each set() makes exactly one line, whatever it is given:
// where an earlier judgement should have refused the value (asserted), control characters become
// blanks, and a backslash that would join the next line gets a blank behind it.
class UnitLines {
 public:
  explicit UnitLines(std::string_view first_line) : text_(std::string(first_line) + "\n") {}

  UnitLines& section(std::string_view name);
  UnitLines& set(std::string_view key, std::string_view value);
  // The values on one line, blanks between them; no line without values.
  UnitLines& set(std::string_view key, const std::vector<std::string>& values);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace sa
