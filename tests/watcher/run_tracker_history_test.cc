// Random histories of a unit, told in random order.

#include "tests/watcher/scene.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using Random = std::mt19937;

int pick(Random& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

// What happens to backup.service, as systemd 252 tells it on the bus and in the journal, and the
// records that must come of it.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) {
    for (int i = 0; i < 12; ++i) happen();
  }

  // Told with each source in its own order but up to `late` ms behind.
  std::string told(unsigned seed, int late) const {
    Random random(seed);
    std::multimap<std::pair<std::int64_t, int>, std::function<void(Scene&)>> events;
    std::map<Source, std::int64_t> last;
    int order = 0;
    for (const auto& [source, when, tell] : events_) {
      last[source] = std::max(last[source], when + pick(random, 0, late));
      events.emplace(std::pair(last[source], ++order), tell);
    }
    Scene scene;
    for (const auto& [place, tell] : events) tell(scene);
    return scene.records_by_time();
  }

  const std::string& expected() const { return expected_; }

 private:
  enum class Source : std::uint8_t { bus, journal };

  template <typename Tell>
  void bus(std::int64_t when, Tell tell) {
    events_.push_back({Source::bus, when, tell});
  }
  template <typename What>
  void journal(std::int64_t when, What what, std::uint8_t invocation, std::uint32_t start = 0) {
    events_.push_back({Source::journal, when,
                       [=](Scene& scene) { scene.journal(when, what, invocation, start); }});
  }
  void queue(std::int64_t when, std::uint32_t start) {
    bus(when, [=](Scene& scene) { scene.queued(when, start); });
  }
  void dequeue(std::int64_t when, std::uint32_t start, QueueResult result) {
    bus(when, [=](Scene& scene) { scene.dequeued(when, start, result); });
  }
  void expect(const std::string& run) {
    expected_ += "backup.service " + run + trigger_ + ", both\n";
  }
  static std::string stamp(std::int64_t when) { return "+" + std::to_string(when); }

  void happen() {
    now_ += pick(random_, 2000, 5000);
    attempt_ = 1;
    if (pick(random_, 0, 3) > 0) {
      trigger_ = ", timer backup.timer " + stamp(now_);
      bus(now_, [when = now_](Scene& scene) { scene.fired(when); });
    } else {
      trigger_ = ", manual";
    }
    const int kind = pick(random_, 0, 5);
    if (kind == 0) return skip();
    if (kind == 1) return stop();
    if (kind == 2) return refuse();
    for (int respawns = kind == 3 ? pick(random_, 1, 3) : 0; respawns > 0; --respawns) respawn();
    run(kind == 4 ? 3 : 0);
  }

  // When the run began.
  std::int64_t begin() {
    queue(now_ + 2, ++start_);
    journal(now_ + 5, JournalStarting{}, ++invocation_, start_);
    return now_ + 5;
  }

  std::string title() const {
    const std::string attempt = attempt_ == 1 ? "" : " attempt " + std::to_string(attempt_);
    return "#" + std::to_string(invocation_) + attempt;
  }

  void run(int status) {
    const auto began = begin();
    const auto ended = began + pick(random_, 1, 900);
    if (status != 0) journal(ended, JournalExit{"ExecStart", false, status}, invocation_);
    journal(ended, JournalResult{status == 0 ? Result::success : Result::exit_code}, invocation_);
    if (status == 0) journal(ended, JournalFinished{}, invocation_, start_);
    if (status != 0) journal(ended, JournalStartFailed{QueueResult::failed}, invocation_, start_);
    dequeue(ended + 1, start_, status == 0 ? QueueResult::done : QueueResult::failed);
    const std::string span = " " + stamp(began) + ".." + stamp(ended);
    expect(title() + (status == 0
                          ? " succeeded" + span + " success exit 0"
                          : " failed" + span + " exit-code exit " + std::to_string(status)));
    now_ = ended;
  }

  void respawn() {
    run(1);
    now_ += 100;
    journal(now_, JournalRestartScheduled{attempt_}, invocation_);
    journal(now_, JournalStopped{true}, invocation_, start_ + 1);
    ++attempt_;
  }

  void stop() {
    const auto began = begin();
    now_ = began + pick(random_, 1, 900);
    queue(now_, start_ + 1);
    dequeue(now_, start_, QueueResult::canceled);
    journal(now_ + 1, JournalExit{"ExecStart", true, 15}, invocation_);
    journal(now_ + 1, JournalResult{Result::signal}, invocation_);
    journal(now_ + 2, JournalStopped{}, invocation_, start_ + 1);
    dequeue(now_ + 2, start_ + 1, QueueResult::done);
    expect(title() + " interrupted " + stamp(began) + ".." + stamp(now_ + 1) +
           " signal TERM (stopped while it was running)");
    ++start_;
  }

  void never_began(const std::string& what) {
    const std::string trigger = trigger_;
    if (trigger_ == ", manual") trigger_ += " " + stamp(now_ + 4);
    expect("start " + std::to_string(start_) + what);
  }

  void skip() {
    queue(now_ + 2, ++start_);
    journal(now_ + 4, JournalSkipped{"an unmet condition check"}, invocation_, start_);
    dequeue(now_ + 5, start_, QueueResult::done);
    never_began(" skipped at " + stamp(now_ + 4) + " (an unmet condition check)");
  }

  void refuse() {
    queue(now_ + 2, ++start_);
    journal(now_ + 3, JournalStartLimit{}, invocation_);
    journal(now_ + 3, JournalResult{Result::start_limit_hit}, invocation_);
    journal(now_ + 4, JournalStartFailed{QueueResult::failed}, invocation_, start_);
    dequeue(now_ + 5, start_, QueueResult::failed);
    never_began(" refused at " + stamp(now_ + 4) +
                " start-limit-hit (started too often, systemd's start limit was hit)");
  }

  struct Event {
    Source source;
    std::int64_t when;
    std::function<void(Scene&)> tell;
  };
  Random random_;
  std::vector<Event> events_;
  std::string expected_;
  std::string trigger_;
  std::int64_t now_ = 0;
  std::uint32_t start_ = 100;
  std::uint32_t attempt_ = 1;
  std::uint8_t invocation_ = 0;
};

TEST(RunTrackerHistory, RecordsAnyHistoryInWhateverOrderBusAndJournalTellIt) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const History history(seed);
    for (const int late : {0, 2, 50, 1000})
      ASSERT_EQ(history.told(seed, late), history.expected())
          << "seed " << seed << ", up to " << late << " ms late";
  }
}

}  // namespace
}  // namespace sa::test
