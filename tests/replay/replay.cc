#include "tests/replay/replay.h"

#include "store/run_reader.h"
#include "tests/replay/recorded_systemd.h"
#include "watcher/recorder.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <set>

namespace sa::test {
namespace {

// PID 1 is busy with what it told of just now.
constexpr Duration answer_takes = std::chrono::milliseconds(20);
constexpr std::size_t small_map = 1 << 22;

bool is_journal(const Line& line) {
  return std::holds_alternative<JournalLine>(line.what);
}

// One watcher, from its start to its end.
struct Watcher {
  Watcher(const std::filesystem::path& directory, const Id128& boot)
      : store(directory / "store", small_map),
        status(directory / "status"),
        recorder({store, status, zones}, "box", boot, RunTracker::Journal::heard) {
    recorder.restore(Instant::max());
  }
  RunWriter store;
  StatusWriter status;
  TimeZones zones;
  Recorder recorder;
};

class Replay {
 public:
  Replay(const Recording& recording, std::filesystem::path directory, const ReplayOptions& options)
      : recording_(recording),
        systemd_(recording),
        directory_(std::move(directory)),
        options_(options),
        random_(options.seed) {
    std::filesystem::create_directories(directory_ / "units");
    for (const auto& [name, text] : recording.files)
      std::ofstream(directory_ / "units" / name) << text;
  }

  Replayed run() {
    for (auto line = recording_.lines.begin(); line != recording_.lines.end();) {
      const auto end = std::find_if(line, recording_.lines.end(), [](const Line& l) {
        return std::holds_alternative<HungUpLine>(l.what);
      });
      const bool is_last = std::none_of(end, recording_.lines.end(), [](const Line& l) {
        return std::holds_alternative<ListedLine>(l.what);
      });
      const auto until = is_last ? recording_.lines.end() : end;
      live(line, until);
      line = is_last ? until : std::next(until);
    }
    return {stored_runs(), events_};
  }

 private:
  using Lines = std::vector<Line>::const_iterator;
  // When it reaches the watcher, when it was told, and the order of what was told at once.
  using Place = std::tuple<Instant, Instant, std::size_t>;
  using Arrival = std::variant<const Line*, BusEvent>;

  // ---- one watcher's life

  void live(Lines begin, Lines end) {
    const auto listed = std::find_if(
        begin, end, [](const Line& line) { return std::holds_alternative<ListedLine>(line.what); });
    boot_ = std::get<ListedLine>(listed->what).boot;
    const Instant started = listed->at;
    schedule(begin, end, started);
    start(started);
    while (go_on()) {
    }
    // It is the last sign of life that a host gives which goes down.
    if (end != recording_.lines.end()) now_ = std::min(now_, end->at);
    commit();
    watcher_.reset();
  }

  void schedule(Lines begin, Lines end, Instant started) {
    arrivals_.clear();
    sent_.clear();
    Instant last_journal = started;
    Instant last_bus = started;
    for (auto line = begin; line != end; ++line) {
      Instant& last = is_journal(*line) ? last_journal : last_bus;
      const Duration late = is_journal(*line) ? options_.journal_late : options_.bus_late;
      const bool is_there = line->at <= started;  // in the journal, for who reads it then
      last = std::max(last, is_there ? started : line->at + late + jitter());
      if (!is_journal(*line)) sent_.emplace_back(line->at, last);
      arrivals_.emplace(Place{last, line->at, ++sequence_}, &*line);
    }
  }

  Duration jitter() {
    if (options_.jitter == Duration(0)) return Duration(0);
    return Duration(
        std::uniform_int_distribution<std::int64_t>(0, options_.jitter.count())(random_));
  }

  void start(Instant when) {
    now_ = when;
    watcher_ = std::make_unique<Watcher>(directory_, boot_);
    followed_.clear();
    const bool is_first = !watcher_->recorder.journal_cursor();
    if (!is_first) catch_up();
    ask_to(BusEvent(systemd_.list(sent_by(), units())));
    if (!is_first) return;
    // A first start must know whose runs it looks for.
    while (!watcher_->recorder.is_listed()) go_on();
    catch_up();
  }

  // The journal up to now is read at once.
  void catch_up() {
    for (auto at = arrivals_.begin(); at != arrivals_.end() && std::get<0>(at->first) <= now_;) {
      const auto* line = std::get_if<const Line*>(&at->second);
      if (line == nullptr || !is_journal(**line)) {
        ++at;
        continue;
      }
      tell(**line);
      at = arrivals_.erase(at);
    }
    watcher_->recorder.caught_up(now_);
    watcher_->recorder.look_around(now_);
    ask();
  }

  void restart() {
    watcher_.reset();
    std::erase_if(arrivals_, [](const auto& arrival) {
      return std::holds_alternative<BusEvent>(arrival.second);
    });
    for (const Line* line : std::exchange(unwritten_journal_, {}))
      arrivals_.emplace(Place{now_, line->at, ++sequence_}, line);
    start(now_);
  }

  // False: nothing is left to happen.
  bool go_on() {
    const auto question = watcher_->recorder.next_question();
    if (arrivals_.empty() && !question) return false;
    if (arrivals_.empty() || (question && *question < std::get<0>(arrivals_.begin()->first))) {
      now_ = std::max(now_, *question);
      watcher_->recorder.overdue_questions(now_);
    } else {
      take_next();
    }
    ask();
    return true;
  }

  void take_next() {
    auto node = arrivals_.extract(arrivals_.begin());
    now_ = std::get<0>(node.key());
    if (const auto* line = std::get_if<const Line*>(&node.mapped())) {
      tell(**line);
      const auto restart_at = options_.restart_after;
      if (events_ + options_.unwritten < restart_at || events_ > restart_at) keep_place();
      if (events_ + options_.unwritten == options_.restart_after) commit();
      if (events_ == options_.restart_after) restart();
    } else {
      auto& event = std::get<BusEvent>(node.mapped());
      if (auto* timer = std::get_if<TimerSeen>(&event)) timer->heard = now_;
      watcher_->recorder.take(event, now_);
    }
  }

  // ---- what the watcher is told

  void tell(const Line& line) {
    std::visit([&](const auto& what) { tell(line, what); }, line.what);
  }

  void tell_bus(const BusEvent& event) {
    ++events_;
    watcher_->recorder.take(event, now_);
  }

  void tell(const Line&, const JobNewLine& what) { tell_bus(Queued{what.unit, what.id, now_}); }
  void tell(const Line&, const JobRemovedLine& what) {
    tell_bus(Dequeued{what.unit, what.id, parse_queue_result(what.result), now_});
  }
  void tell(const Line& line, const PropertiesLine& what) {
    if (what.all) return;
    if (what.unit.ends_with(".timer")) {
      auto change = systemd_.timer_change(what.unit, line.at);
      change.heard = now_;
      tell_bus(change);
    } else if (followed_.contains(what.unit) && ends_a_change(what)) {
      auto seen = systemd_.service(what.unit, line.at, false);
      seen.loaded = true;
      tell_bus(seen);
    }
  }
  void tell(const Line&, const ReloadedLine&) { tell_bus(ManagerChanged{}); }
  void tell(const Line&, const UnitLine&) {}
  void tell(const Line&, const ListedLine&) {}
  void tell(const Line&, const HungUpLine&) {}
  void tell(const Line& line, const JournalLine& what) {
    ++events_;
    unwritten_journal_.push_back(&line);
    if (auto event = decoded(what, line.at)) watcher_->recorder.take(UnitEvent(std::move(*event)));
  }

  // ---- what the watcher asks

  void ask() {
    const auto questions = watcher_->recorder.take_questions();
    const Instant when = sent_by();
    if (questions.list) ask_to(BusEvent(systemd_.list(when, units())));
    for (const auto& timer : questions.timers) ask_to(BusEvent(systemd_.timer(timer, when)));
    for (const auto& unit : questions.follow) followed_.insert(unit);
    if (!questions.open.empty()) ask_to(BusEvent(systemd_.open(questions.open, when)));
    for (const auto& question : questions.services)
      ask_to(BusEvent(systemd_.service(question.unit, when, question.needed)));
  }

  // When systemd answers what is asked now.
  Instant sent_by() const { return now_ + answer_takes; }

  // The answer comes after the signals that were sent before it.
  void ask_to(BusEvent answer) {
    const Instant sent = sent_by();
    Instant arrives = sent + options_.bus_late;
    for (const auto& [signal_sent, signal_arrives] : sent_)
      if (signal_sent <= sent) arrives = std::max(arrives, signal_arrives);
    arrivals_.emplace(Place{arrives, sent, ++sequence_}, std::move(answer));
  }

  // ---- what it writes

  void commit() {
    keep_place();
    watcher_->recorder.commit(place_, now_);
  }

  // As long as a timer is unknown the journal is to be read again after a restart.
  void keep_place() {
    if (!watcher_->recorder.is_place_safe(now_)) return;
    place_ = std::to_string(sequence_);
    unwritten_journal_.clear();
  }

  std::vector<Run> stored_runs() const {
    std::vector<Run> runs;
    const RunReader reader(directory_ / "store");
    reader.visit_runs({}, Order::oldest_first, [&](const Run& run) {
      runs.push_back(run);
      return Visit::go_on;
    });
    return runs;
  }

  std::string units() const { return directory_ / "units"; }

  const Recording& recording_;
  RecordedSystemd systemd_;
  std::filesystem::path directory_;
  ReplayOptions options_;
  std::mt19937 random_;
  std::unique_ptr<Watcher> watcher_;
  Id128 boot_;
  Instant now_;
  std::multimap<Place, Arrival> arrivals_;
  std::vector<std::pair<Instant, Instant>> sent_;  // signals: when sent, when they arrive
  std::set<std::string> followed_;
  std::string place_;                           // in the journal, up to which all is in the store
  std::vector<const Line*> unwritten_journal_;  // entries after it
  std::size_t events_ = 0;
  std::size_t sequence_ = 0;
};

}  // namespace

Replayed replay(const Recording& recording, const std::filesystem::path& directory,
                const ReplayOptions& options) {
  return Replay(recording, directory, options).run();
}

}  // namespace sa::test
