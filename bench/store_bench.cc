// What the store costs. SA_BENCH_STORE names a store made by make_store (any size) for the reading
// benchmarks; SA_BENCH_DIR a directory on a real disk for the writing ones.

#include "bench/sample_runs.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "store/status_file.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

namespace sa::bench {
namespace {

constexpr std::uint64_t units = 1000;

std::filesystem::path from_environment(const char* variable, const char* otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? text : otherwise;
}

std::filesystem::path read_store() {
  return from_environment("SA_BENCH_STORE", "/var/tmp/sa-bench-1m");
}
std::filesystem::path scratch() {
  return from_environment("SA_BENCH_DIR", "/var/tmp") / std::filesystem::path("sa-store-bench");
}

// Taking a run over until the commit.
void put_without_commit(benchmark::State& state) {
  std::filesystem::remove_all(scratch());
  RunWriter writer(scratch());
  const SampleRuns sample(units);
  const Run run = sample(1);
  for (auto _ : state) {
    writer.put(run);
    if (state.iterations() % 1000 == 0) writer.roll_back();
  }
}
BENCHMARK(put_without_commit);

// range(0) runs a synced commit, on a store that begins empty and grows.
void append_synced(benchmark::State& state) {
  std::filesystem::remove_all(scratch());
  RunWriter writer(scratch());
  const SampleRuns sample(units);
  const auto group = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t number = 0;
  for (auto _ : state) {
    for (std::uint64_t i = 0; i < group; ++i) writer.put(sample(number++));
    writer.commit();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(number));
}
BENCHMARK(append_synced)->Arg(1)->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();

// What one run of the watcher costs: its begin and its end, a commit each, with cursor and unit.
void begin_and_end_of_a_run(benchmark::State& state) {
  std::filesystem::remove_all(scratch());
  RunWriter writer(scratch());
  const SampleRuns sample(units);
  std::uint64_t number = 0;
  for (auto _ : state) {
    Run run = sample(number);
    Run begun = run;
    begun.state = State::running;
    begun.reason.clear();
    writer.put(begun);
    writer.put_note("journal-cursor",
                    "s=0123456789abcdef0123456789abcdef;i=" + std::to_string(number));
    writer.commit();
    writer.put(run);
    writer.put_unit(sample.record(number));
    writer.put_note("journal-cursor",
                    "s=0123456789abcdef0123456789abcdef;j=" + std::to_string(number));
    writer.commit();
    ++number;
  }
}
BENCHMARK(begin_and_end_of_a_run);

void open_and_read_nothing(benchmark::State& state) {
  for (auto _ : state) RunReader reader(read_store());
}
BENCHMARK(open_and_read_nothing);

void last_20_of_a_unit(benchmark::State& state) {
  const RunReader reader(read_store());
  const SampleRuns sample(units);
  std::uint64_t number = 0;
  for (auto _ : state) {
    int left = 20;
    reader.visit_runs_of(sample.unit(number++), {}, Order::newest_first, [&](const Run& run) {
      benchmark::DoNotOptimize(run.at);
      return --left == 0 ? Visit::stop : Visit::go_on;
    });
  }
}
BENCHMARK(last_20_of_a_unit);

void last_run_of_an_unknown_unit(benchmark::State& state) {
  const RunReader reader(read_store());
  for (auto _ : state) benchmark::DoNotOptimize(reader.last_run("unknown.service"));
}
BENCHMARK(last_run_of_an_unknown_unit);

void run_with_an_invocation(benchmark::State& state) {
  const RunReader reader(read_store());
  std::string oldest;
  reader.visit_runs({}, Order::oldest_first, [&](const Run& run) {
    oldest = to_string(run.identity);
    return Visit::stop;
  });
  for (auto _ : state) benchmark::DoNotOptimize(reader.runs_with_invocation(oldest, 2));
}
BENCHMARK(run_with_an_invocation);

void visit_100000(benchmark::State& state) {
  const RunReader reader(read_store());
  const auto order = state.range(0) == 0 ? Order::newest_first : Order::oldest_first;
  for (auto _ : state) {
    int left = 100000;
    reader.visit_runs({}, order, [&](const Run& run) {
      benchmark::DoNotOptimize(run.at);
      return --left == 0 ? Visit::stop : Visit::go_on;
    });
  }
}
BENCHMARK(visit_100000)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

StatusWriter full_status(const std::filesystem::path& file, const SampleRuns& sample) {
  StatusWriter writer(file);
  for (std::uint64_t unit = 0; unit < units; ++unit) writer.set(sample.status(unit));
  return writer;
}

// One unit has changed; the directory should be a tmpfs, as /run is.
void status_write(benchmark::State& state) {
  const auto file = from_environment("SA_BENCH_RUN_DIR", "/dev/shm") / "sa-bench-status";
  const SampleRuns sample(units);
  auto writer = full_status(file, sample);
  const auto changed = sample.status(7);
  for (auto _ : state) {
    writer.set(changed);
    writer.write("host-1.example.org", {}, Instant(std::chrono::seconds(1795000000)));
  }
  state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(file));
}
BENCHMARK(status_write)->Unit(benchmark::kMicrosecond);

void status_read(benchmark::State& state) {
  const auto file = from_environment("SA_BENCH_RUN_DIR", "/dev/shm") / "sa-bench-status";
  const SampleRuns sample(units);
  full_status(file, sample).write("h", {}, Instant(std::chrono::seconds(1795000000)));
  for (auto _ : state) benchmark::DoNotOptimize(read_status(file));
}
BENCHMARK(status_read)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sa::bench

BENCHMARK_MAIN();
