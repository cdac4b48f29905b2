#include "cli/cmd_show.h"

#include "cli/exit_code.h"
#include "cli/invocation_choice.h"
#include "cli/json.h"
#include "cli/key_values.h"
#include "cli/published.h"
#include "cli/run_log.h"
#include "core/error.h"
#include "core/unit_choice.h"

#include <optional>
#include <utility>

namespace sa {
namespace {

// Shows one thing after the other, with a blank line between.
class Showing {
 public:
  Showing(const ShowOptions& options, const Context& context)
      : json_(options.json), context_(context), lines_(context.out) {}

  void unit(const UnitStatus& unit, const std::optional<Instant>& heartbeat) {
    const Verdict verdict = shown_verdict(unit, heartbeat, context_.now);
    const auto changes = changes_of(unit.unit);
    if (json_) return lines_.put(unit, verdict, changes ? &*changes : nullptr);
    separate();
    print(facts_of(unit, verdict, context_.now), context_.screen, context_.out);
    if (unit.last_run) {
      context_.out.put("\n         last run\n");
      print(facts_of(*unit.last_run, context_.now), context_.screen, context_.out);
    }
    if (!changes || changes->empty()) return;
    context_.out.put("\n          changes\n");
    print(facts_of(*changes), context_.screen, context_.out);
  }

  void run(const Run& run, const UnitRecord& record) {
    if (json_) return lines_.put(run, {record.job, record.team});
    separate();
    std::vector<KeyValue> facts = {{"unit", run.unit}};
    if (!record.job.empty()) facts.push_back({"job", record.job});
    if (!record.team.empty()) facts.push_back({"team", record.team});
    print(facts, context_.screen, context_.out);
    print(facts_of(run, context_.now), context_.screen, context_.out);
  }

 private:
  // nullopt: this person may not read them; what everybody may read is shown all the same.
  std::optional<std::vector<Change>> changes_of(const std::string& unit) {
    try {
      if (!log_) log_ = open_log(context_);
      return log_->changes_of(unit);
    } catch (const Damaged&) {
      throw;
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  void separate() {
    if (std::exchange(begun_, true)) context_.out.put("\n");
  }

  bool json_;
  const Context& context_;
  JsonLines lines_;
  std::unique_ptr<RunLog> log_;
  bool begun_ = false;
};

// nullopt: shown; else why not. `no_unit`: the same of the units of that name, empty: none was
// looked for.
std::optional<std::string> show_run(const std::string& prefix, const std::string& no_unit,
                                    const Context& context, Showing& showing) {
  const auto log = open_log(context);
  const InvocationChoice choice = run_with_invocation(*log, prefix, "");
  if (!choice.run)
    return no_unit.empty() || choice.is_ambiguous ? choice.problem
                                                  : no_unit + "; " + choice.problem;
  showing.run(*choice.run, log->unit(choice.run->unit).value_or(UnitRecord{}));
  return std::nullopt;
}

std::optional<std::string> show_target(const std::string& target, const Published& published,
                                       const Context& context, Showing& showing) {
  const UnitChoice choice = choice_of({target}, known_units(published.units));
  for (const std::size_t i : choice.chosen) showing.unit(published.units[i], published.heartbeat);
  if (choice.problems.empty()) return std::nullopt;
  const std::string& problem = choice.problems.front();
  if (may_be_invocation(target)) return show_run(target, problem, context, showing);
  return problem;
}

}  // namespace

int cmd_show(const ShowOptions& options, const Context& context) {
  Showing showing(options, context);
  std::optional<Published> published;
  int code = exit_done;
  for (const std::string& target : options.targets) {
    std::optional<std::string> problem;
    if (parse_id128(target)) {
      problem = show_run(target, "", context, showing);
    } else {
      if (!published) published = published_status(context.places, context.err);
      problem = show_target(target, *published, context, showing);
    }
    if (!problem) continue;
    say(context.err, *problem);
    code = exit_unwell;
  }
  return code;
}

}  // namespace sa
