#pragma once

#include "watcher/bus_decode.h"
#include "watcher/bus_event.h"

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {

// Questions to systemd over one connection, asked asynchronously and a few at a time; each answer
// is one BusEvent. Only systemd_bus.cc uses it.
class BusQuestions {
 public:
  // `connection` and `answers` must live as long; answers are appended.
  BusQuestions(sdbus::IConnection& connection, std::vector<BusEvent>& answers)
      : connection_(connection), answers_(answers) {}

  void list();
  void ask_open(const std::vector<std::string>& units);
  void ask_service(const std::string& unit, const Id128& boot, bool needed);
  void ask_timer(const std::string& timer);
  // `followed`: its changes are being listened to.
  void ask_activator(const std::string& activator, bool followed);

  // Between two rounds of messages: asks what waits, forgets what was answered.
  void go_on();
  std::size_t count() const { return waiting_.size() + under_way_.size(); }

 private:
  // The calls that a question is made of, and the event that their answers make.
  struct Question {
    std::unique_ptr<sdbus::IProxy> proxy;
    std::size_t waiting_for = 0;
    std::function<void(Question&)> ask;
    std::function<void(Question&)> done;
    ServiceSeen service;
    TimerSeen timer;
    TimerClocks clocks;
    ActivatorSeen activator;
    std::optional<Instant> since_after;
    Listed listed;
    std::optional<Id128> invocation_after;
  };
  using Decode = std::function<void(sdbus::Message&)>;

  Question question_to(const std::string& path);
  void enqueue(Question question);
  void ask_next();
  void send(Question& question, sdbus::MethodCall call, Decode decode);
  // The answer is the property's value, decoded from its variant.
  void get(Question& question, const char* interface, const std::string& property,
           std::function<void(const sdbus::Variant&)> take);
  void finish(Question& question);
  void ask_service_properties(Question& question);
  void ask_timer_properties(Question& question);
  void ask_members(TimerSeen timer);
  void ask_activator_properties(Question& question);

  sdbus::IConnection& connection_;
  std::vector<BusEvent>& answers_;
  std::deque<Question> waiting_;
  std::list<Question> under_way_;
  std::list<Question> finished_;  // their callback may still be running
};

// When a timer elapses next, on the wall clock, by the sooner of its two clocks.
std::optional<Instant> next_elapse(const TimerClocks& clocks);

}  // namespace sa
