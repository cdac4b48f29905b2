#include "unitgen/systemd/unit_text.h"

#include "core/time_span.h"
#include "unitgen/mark.h"
#include "unitgen/systemd/service_text.h"
#include "unitgen/systemd/unit_lines.h"
#include "unitgen/systemd/unit_quoting.h"

namespace sa {
namespace {

constexpr std::string_view boot_target = "multi-user.target";
constexpr std::string_view timer_target = "timers.target";

bool has_timer(const Job& job) {
  return !job.disabled && !(job.schedule.calendars.empty() && job.schedule.every.empty());
}

std::string title_of(const Job& job) {
  return job.description.empty() ? job.name : job.description;
}

std::vector<Command> commands_of(const Job& job, std::string_view scripts) {
  if (job.script.empty()) return job.commands;
  return {{"/bin/sh", "-eu", std::string(scripts) + "/" + job.name}};
}

UnitFile main_service(const Job& job, std::string_view scripts) {
  const auto title = title_of(job);
  const ServicePart part{.job = job.name,
                         .description = title,
                         .commands = commands_of(job, scripts),
                         .wanted_by = job.starts_at_boot() ? boot_target : ""};
  return {"sa-" + job.name + ".service", service_text(job, part)};
}

UnitFile slow_start_service(const Job& job) {
  const auto name = job.name + "-slow";
  const auto title = "Slow start of " + title_of(job);
  const ServicePart part{.job = name,
                         .description = title,
                         .commands = job.slow_start_commands,
                         .has_schedule = false,
                         .wanted_by = ""};
  return {"sa-" + name + ".service", service_text(job, part)};
}

void write_schedule(UnitLines& unit, const Job& job) {
  for (const auto& calendar : job.schedule.calendars) unit.set("OnCalendar", to_string(calendar));
  for (const auto span : job.schedule.every) {
    const auto text = exact_time_span(span);
    unit.set("OnActiveSec", text).set("OnUnitActiveSec", text);
  }
  unit.set("AccuracySec", exact_time_span(job.accuracy));
  if (job.jitter) unit.set("RandomizedDelaySec", exact_time_span(*job.jitter));
  if (job.catch_up) unit.set("Persistent", "true");
}

UnitFile timer(const Job& job) {
  UnitLines unit(mark_of(job.file));
  unit.section("Unit").set("Description", "Schedule of " + specifier_text(title_of(job)));
  unit.section("Timer");
  write_schedule(unit, job);
  unit.set("Unit", "sa-" + job.name + ".service");
  for (const auto& directive : job.unit)
    if (directive.section == "Timer") unit.set(directive.name, directive.value);
  unit.section("Install").set("WantedBy", timer_target);
  return {"sa-" + job.name + ".timer", unit.text()};
}

std::vector<JobUnits::Want> wants_of(const Job& job) {
  std::vector<JobUnits::Want> wants;
  const auto name = "sa-" + job.name;
  if (has_timer(job)) wants.push_back({std::string(timer_target) + ".wants", name + ".timer"});
  if (job.starts_at_boot())
    wants.push_back({std::string(boot_target) + ".wants", name + ".service"});
  return wants;
}

}  // namespace

JobUnits units_of(const Job& job, std::string_view scripts) {
  JobUnits made;
  made.script = job.script;
  made.units.push_back(main_service(job, scripts));
  if (has_timer(job)) made.units.push_back(timer(job));
  if (!job.slow_start_commands.empty()) made.units.push_back(slow_start_service(job));
  made.wants = wants_of(job);
  return made;
}

}  // namespace sa
