// commit_times STORE: watches a store that a watcher writes, and prints a line for each run that
// ended meanwhile: its invocation, when it ended, and when a reader could first see that, both in
// microseconds since 1970. Ends on SIGTERM.

#include "core/run.h"
#include "store/run_reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <unordered_set>

#include <sys/inotify.h>
#include <unistd.h>

namespace {

// Each commit is noticed by the writes to the store's file. Looked at again is only what is newer
// than the oldest run still going, and a little more, for runs may be put in late.
constexpr auto slack = std::chrono::milliseconds(300);

sa::Instant now() {
  return std::chrono::time_point_cast<sa::Duration>(std::chrono::system_clock::now());
}

class CommitTimes {
 public:
  explicit CommitTimes(const std::string& store) : reader_(store) {}

  void look() {
    sa::Instant settled = now();
    const sa::Span recent{settled_ - slack, std::nullopt};
    reader_.visit_runs(recent, sa::Order::newest_first, [&](const sa::Run& run) {
      if (!run.ended) settled = std::min(settled, run.at);
      if (run.ended && seen_.insert(to_string(run.identity)).second) print(run, now());
      return sa::Visit::go_on;
    });
    settled_ = settled;
  }

 private:
  static void print(const sa::Run& run, sa::Instant seen) {
    std::printf("%s %lld %lld\n", to_string(run.identity).c_str(),
                static_cast<long long>(run.ended->time_since_epoch().count()),
                static_cast<long long>(seen.time_since_epoch().count()));
    std::fflush(stdout);
  }

  sa::RunReader reader_;
  sa::Instant settled_ = now();  // all runs before this have ended
  std::unordered_set<std::string> seen_;
};

int watch(const std::string& store) {
  CommitTimes times(store);
  const int notify = inotify_init1(IN_CLOEXEC);
  if (inotify_add_watch(notify, (store + "/data.mdb").c_str(), IN_MODIFY) < 0) return 3;
  std::array<char, 65536> events{};
  while (read(notify, events.data(), events.size()) > 0) times.look();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    return watch(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "commit_times: %s\n", error.what());
    return 3;
  }
}
