#include "unitgen/expectation_lines.h"

#include "core/time_span.h"

namespace sa {
namespace {

void set_span(UnitLines& unit, std::string_view key, std::optional<Duration> span) {
  if (span) unit.set(key, exact_time_span(*span));
}

}  // namespace

void add_expectation(UnitLines& unit, const Job& job, const OwedBy& owed) {
  unit.section("X-ScriptActivity").set("Job", owed.job).set("Team", job.team);
  unit.set("Tags", job.tags);
  if (owed.has_schedule) {
    set_span(unit, "Grace", job.grace);
    set_span(unit, "Deadline", job.deadline);
    set_span(unit, "MinRuntime", job.min_runtime);
    set_span(unit, "MaxRuntime", job.max_runtime);
    if (job.alert_after > 1) unit.set("AlertAfter", std::to_string(job.alert_after));
  }
  unit.set("Notify", job.notify).set("FatalExitStatus", owed.fatal);
  if (job.on_fatal == OnFatal::pause) unit.set("OnFatal", "pause");
}

}  // namespace sa
