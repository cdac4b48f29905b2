#include "watcher/messenger.h"

#include "core/error.h"
#include "watcher/supervisor.h"

#include <utility>

namespace sa {
namespace {

// Nothing is known of a call that was not answered: sa-control may have been killed in the middle.
Notices::Reached reached_by(const ControlCalls::Answer& answer) {
  if (answer.error == "NotAllTold") return Notices::Reached::some;
  for (const char* name : {"NobodyTold", "BadName", "BadNotice", "NotAuthorized"})
    if (answer.error == name) return Notices::Reached::nobody;
  return Notices::Reached::unknown;
}

// Then another attempt is refused too.
bool is_refused(const ControlCalls::Answer& answer) {
  return !answer.error.empty() && answer.error != "Failed";
}

}  // namespace

Messenger::Messenger(Recorder& recorder, std::string address)
    : recorder_(recorder), address_(std::move(address)) {}

BusPoll Messenger::poll_data() const {
  return calls_ ? calls_->poll_data() : BusPoll{};
}

template <typename Errand>
void Messenger::send(const Errand& errand) {
  if (!calls_) calls_ = std::make_unique<ControlCalls>(address_);
  errand(*calls_);
}

void Messenger::serve(Instant now) {
  const auto notices = recorder_.due_notices(now);
  const auto wishes = recorder_.due_pauses(now);
  for (const auto& notice : notices) notices_.insert(notice.unit);
  for (const auto& wish : wishes) pauses_.emplace(wish.timer, wish);
  try {
    for (const auto& notice : notices) send([&](ControlCalls& calls) { calls.notify(notice); });
    for (const auto& wish : wishes)
      send([&](ControlCalls& calls) { calls.pause(wish.timer, wish.reason); });
    if (calls_) calls_->process();
    take_answers(now);
  } catch (const Error& error) {
    lose(error.what(), now);
  }
}

void Messenger::end_pauses(const std::vector<std::string>& timers) {
  try {
    for (const auto& timer : timers) send([&](ControlCalls& calls) { calls.end_pause(timer); });
  } catch (const Error& error) {
    say(Level::warning, std::string("cannot end pauses: ") + error.what() + ", trying again soon");
  }
}

void Messenger::take_answers(Instant now) {
  if (!calls_) return;
  for (const auto& answer : calls_->take_answers()) take(answer, now);
}

void Messenger::take(const ControlCalls::Answer& answer, Instant now) {
  if (answer.to == ControlCalls::Answer::To::notify)
    take_notified(answer, now);
  else
    take_paused(answer, now);
}

void Messenger::take_notified(const ControlCalls::Answer& answer, Instant now) {
  notices_.erase(answer.unit);
  if (answer.trouble.empty()) return recorder_.notice_sent(answer.unit, now);
  if (recorder_.notice_failed(answer.unit, reached_by(answer), now))
    say(Level::warning,
        "cannot notify of '" + answer.unit + "': " + answer.trouble + ", trying again later");
}

// Refused is what cannot be held, or what has run again meanwhile.
void Messenger::take_paused(const ControlCalls::Answer& answer, Instant now) {
  const auto found = pauses_.extract(answer.unit);
  if (!found) return;
  const FatalPauses::Wish& wish = found.mapped();
  const std::string tried =
      "cannot pause '" + wish.timer + "', whose service " + wish.reason + ": " + answer.trouble;
  if (answer.trouble.empty()) {
    say(Level::notice, "paused '" + wish.timer + "', whose service " + wish.reason);
    recorder_.pause_done(wish, now);
  } else if (is_refused(answer)) {
    say(Level::warning, tried);
    recorder_.pause_done(wish, now);
  } else if (recorder_.pause_failed(wish, now)) {
    say(Level::warning, tried + ", trying again later");
  }
}

void Messenger::lose(const std::string& why, Instant now) {
  calls_.reset();
  for (const auto& unit : std::exchange(notices_, {}))
    take_notified({ControlCalls::Answer::To::notify, unit, why}, now);
  for (const auto& [timer, wish] : std::map(pauses_))
    take_paused({ControlCalls::Answer::To::pause, timer, why}, now);
}

}  // namespace sa
