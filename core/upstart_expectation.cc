#include "core/upstart_expectation.h"

#include "core/time_span.h"
#include "core/unit_directives.h"

namespace sa {

UpstartExpectation read_upstart_expectation(std::string_view text) {
  UpstartExpectation read;
  read_unit_text(text, read.facts);
  visit_directives(text, [&](auto section, auto key, auto value) {
    if (section != "[Timer]") return;
    if (key == "OnCalendar" && !value.empty()) read.calendars.emplace_back(value);
    if (key == "OnCalendar" && value.empty()) read.calendars.clear();
    if (key == "AccuracySec") read.accuracy = parse_time_span(value);
  });
  return read;
}

}  // namespace sa
