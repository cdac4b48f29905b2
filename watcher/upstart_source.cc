#include "watcher/upstart_source.h"

#include "core/error.h"
#include "core/upstart_unit.h"
#include "host/wall_clock.h"
#include "store/identity.h"

#include <iterator>
#include <utility>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace sa {
namespace {

// Cron looks once a minute and starts what is due in the second after.
constexpr Duration usual_accuracy = std::chrono::seconds(5);

constexpr auto look_again_every = std::chrono::seconds(15);

std::string timer_of_unit(const std::string& unit) {
  return upstart_name(unit).append(cron_suffix);
}

std::string unit_of_timer(const std::string& timer) {
  return upstart_name(timer).append(upstart_suffix);
}

TimerSeen timer_seen(const std::string& timer, const UpstartExpectation& owed) {
  TimerSeen seen;
  seen.timer = timer;
  seen.unit = unit_of_timer(timer);
  seen.loaded = seen.active = !owed.calendars.empty();
  for (const auto& calendar : owed.calendars) seen.schedule.push_back("OnCalendar=" + calendar);
  seen.accuracy = owed.accuracy.value_or(usual_accuracy);
  seen.result = "success";
  seen.heard = wall_now();
  return seen;
}

upstart::Tracker::Host tracked(const UpstartSource::Host& host) {
  const auto identity = [boot = host.boot](const std::string& unit, Instant at) {
    return seen_identity(boot, unit, at);
  };
  return {host.name, host.boot, true, identity};
}

void poll_for(int poll_fd, int operation, int fd, std::uint32_t events) {
  epoll_event wanted{};
  wanted.events = events;
  if (epoll_ctl(poll_fd, operation, fd, &wanted) != 0) throw Error("cannot wait for the bus");
}

}  // namespace

UpstartSource::UpstartSource(const std::string& address, const Host& host,
                             const std::string& expectations, const std::vector<Run>& open_runs)
    : bus_(address),
      tracker_(tracked(host)),
      folder_(expectations),
      poll_fd_(epoll_create1(EPOLL_CLOEXEC)) {
  if (poll_fd_ < 0) throw Error("cannot wait for the bus");
  for (const auto& run : open_runs)
    if (run.recorded_by == RecordedBy::upstart && run.boot == host.boot) tracker_.restore(run);
  poll_for(poll_fd_, EPOLL_CTL_ADD, bus_.poll_data().fd, EPOLLIN);
  poll_for(poll_fd_, EPOLL_CTL_ADD, folder_.fd(), EPOLLIN);
}

UpstartSource::~UpstartSource() {
  if (poll_fd_ >= 0) close(poll_fd_);
}

// epoll's words for what to wait for are poll's.
BusPoll UpstartSource::poll_data() const {
  const auto bus = bus_.poll_data();
  poll_for(poll_fd_, EPOLL_CTL_MOD, bus.fd, static_cast<std::uint32_t>(bus.events));
  const auto timeout = events_.empty() ? bus.timeout : std::chrono::milliseconds(0);
  return {poll_fd_, EPOLLIN, timeout};
}

bool UpstartSource::process(std::size_t most, std::vector<BusEvent>& out) {
  std::vector<upstart::Bus::Heard> heard;
  const bool more = bus_.process(most, heard);
  look_at_folder();
  for (const auto& signal : heard) take(signal);
  std::move(events_.begin(), events_.end(), std::back_inserter(out));
  events_.clear();
  return more;
}

void UpstartSource::look_at_folder() {
  pollfd changed{folder_.fd(), POLLIN, 0};
  const auto steady_now = std::chrono::steady_clock::now();
  if (poll(&changed, 1, 0) <= 0 && steady_now < look_again_) return;
  look_again_ = steady_now + look_again_every;
  auto found = folder_.take_change();
  if (!found) return;
  expectations_ = std::move(*found);
  if (listed_) tell_jobs();
}

void UpstartSource::take(const upstart::Bus::Heard& heard) {
  tracker_.set_tells_events(bus_.tells_events());
  upstart::Tracker::Changes changes;
  tracker_.on(heard.signal, heard.at, changes);
  for (auto& run : changes.runs) events_.emplace_back(RunTold{std::move(run)});
  for (const auto& path : changes.instances) bus_.ask_instance(path);
  for (const auto& path : changes.jobs) bus_.ask_job(path);
  if (!std::holds_alternative<upstart::ListingDone>(heard.signal)) return;
  listed_ = true;
  tell_jobs();
}

// What they owe, before the list that their timers stand in.
void UpstartSource::tell_jobs() {
  Listed listed;
  for (const auto& [unit, owed] : expectations_) {
    events_.emplace_back(UnitTold{unit, owed.facts});
    if (!owed.calendars.empty()) listed.units.push_back({timer_of_unit(unit), true, true});
  }
  events_.emplace_back(std::move(listed));
}

void UpstartSource::ask_timer(const std::string& timer) {
  const auto owed = expectations_.find(unit_of_timer(timer));
  const auto& found = owed == expectations_.end() ? UpstartExpectation() : owed->second;
  events_.emplace_back(timer_seen(timer, found));
}

}  // namespace sa
