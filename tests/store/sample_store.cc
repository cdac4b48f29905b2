#include "tests/store/sample_store.h"

#include "store/run_writer.h"
#include "tests/store/samples.h"

namespace sa::test {
namespace {

constexpr State states[] = {State::running, State::succeeded, State::failed, State::interrupted,
                            State::skipped, State::refused,   State::missed};
constexpr Result results[] = {Result::success,   Result::resources,     Result::protocol,
                              Result::timeout,   Result::exit_code,     Result::signal,
                              Result::core_dump, Result::watchdog,      Result::start_limit_hit,
                              Result::oom_kill,  Result::exec_condition};
constexpr TriggerType triggers[] = {TriggerType::unknown, TriggerType::timer,  TriggerType::manual,
                                    TriggerType::path,    TriggerType::socket, TriggerType::unit,
                                    TriggerType::event,   TriggerType::boot};
constexpr RecordedBy tellers[] = {RecordedBy::bus, RecordedBy::journal, RecordedBy::both,
                                  RecordedBy::upstart, RecordedBy::schedule};

template <typename Word, std::size_t Size>
Word word(const Word (&words)[Size], std::size_t number) {
  return words[number % Size];
}

// Every word of every enum, and every optional field both there and not.
Run sample_run(std::size_t i) {
  const auto at = at_usec(1795000000000000 + static_cast<std::int64_t>(i) * 1234567);
  Run run = bare_run("unit-" + std::to_string(i % 5) + ".service", i, at);
  run.has_invocation = i % 9 != 0;
  run.attempt = static_cast<std::uint32_t>(1 + i % 4);
  run.trigger.type = word(triggers, i);
  if (i % 3 == 0) run.trigger.unit = "unit-" + std::to_string(i % 5) + ".timer";
  if (i % 4 == 0) run.trigger.time = at - Duration(17);
  run.trigger.inferred = i % 6 == 0;
  if (i % 2 == 0) run.due = at - Duration(1000);
  run.state = word(states, i);
  if (i % 5 != 0) run.began = at;
  if (i % 7 != 0) run.ended = at + std::chrono::seconds(i);
  if (i % 3 != 0) run.result = word(results, i);
  if (i % 8 == 1) run.exit_status = static_cast<std::int32_t>(i);
  if (i % 8 == 2) run.exit_signal = static_cast<std::int32_t>(i);
  if (i % 4 == 1) run.pid = static_cast<std::uint32_t>(1000 + i);
  if (i % 3 == 2) run.reason = "reason " + std::to_string(i) + " \xe2\x80\x94 \"quoted\"\n";
  if (i % 2 == 1) run.cpu = Duration(i * 1001);
  if (i % 10 != 9) run.host = "host-1.example.org";
  run.boot = id_of(0xb007, i / 30);
  run.recorded_by = word(tellers, i);
  return run;
}

}  // namespace

std::vector<Run> sample_runs() {
  std::vector<Run> runs{full_run()};
  runs.front().at = at_usec(1794999999000000);
  for (std::size_t i = 0; i < 120; ++i) runs.push_back(sample_run(i));
  return runs;
}

std::vector<UnitRecord> sample_units() {
  return {full_unit(), bare_unit("unit-0.service"), bare_unit("unit-1.service")};
}

void write_sample_store(const std::filesystem::path& store) {
  RunWriter writer(store);
  for (const auto& run : sample_runs()) writer.put(run);
  for (const auto& unit : sample_units()) writer.put_unit(unit);
  writer.put_note("journal-cursor", sample_note);
  writer.commit();
}

}  // namespace sa::test
