#pragma once

#include "cli/doctor/finding.h"
#include "cli/output.h"
#include "cli/unit_slots.h"
#include "core/change.h"
#include "core/run.h"
#include "core/run_stats.h"
#include "core/unit_status.h"

#include <memory>
#include <string_view>

namespace sa {

class JsonFields;

// Whose run it is; empty: none.
struct Owner {
  std::string_view job;
  std::string_view team;
};

// JSON Lines with the fields that the interface fixes: one object a line, absent is null and never
// a missing key, instants RFC 3339, durations in seconds. Always valid JSON and valid UTF-8: bytes
// that are not UTF-8 become U+FFFD. Allocates only while its buffer grows.
class JsonLines {
 public:
  explicit JsonLines(Output& out);
  ~JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;

  void put(const Run& run, const Owner& owner);
  // The same with `at`, by which the log is ordered, `late`, and `started_by` where that is known.
  void put_whole(const Run& run, const Owner& owner);
  // `verdict`: of the unit, as it is shown.
  void put(const UnitStatus& unit, const Verdict& verdict);
  // The same, and what people did to it; nullptr: that could not be read.
  void put(const UnitStatus& unit, const Verdict& verdict, const std::vector<Change>* changes);
  void put(const Change& change);
  // Of the same only when it is due.
  void put_due(const UnitStatus& unit, const Verdict& verdict);
  void put(std::string_view unit, const Owner& owner, const UnitSlot& slot);
  void put(const Finding& finding);
  // Of the span that the stats were counted over.
  void put(std::string_view unit, const Owner& owner, const RunStats& stats);

 private:
  std::unique_ptr<JsonFields> json_;
};

}  // namespace sa
