#pragma once

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include <sdbus-c++/sdbus-c++.h>

namespace sa::upstart {

// Questions to Upstart over one connection, asked asynchronously and a few dozen at a time, in
// order. Only upstart_bus.cc uses it.
class BusQuestions {
 public:
  using Answer = std::function<void(sdbus::Message&, const sdbus::Error*)>;
  using MakeCall = std::function<sdbus::MethodCall(sdbus::IProxy&)>;

  // `connection` must live as long.
  explicit BusQuestions(sdbus::IConnection& connection) : connection_(connection) {}

  // `answer` may throw: what cannot be decoded is no answer. `over`, which may not, comes after it,
  // with the error if there was one.
  void ask(const std::string& path, MakeCall call, Answer answer,
           std::function<void(const sdbus::Error*)> over);
  // Between two rounds of messages: asks what waits, forgets what was answered. Throws
  // sdbus::Error.
  void go_on();
  // Whether go_on() would ask something: what is asked while answers are taken waits for it.
  bool is_due() const { return !waiting_.empty() && under_way_.size() < most_under_way; }
  std::size_t count() const { return waiting_.size() + under_way_.size(); }

 private:
  static constexpr std::size_t most_under_way = 32;

  struct Question {
    std::string path;
    MakeCall call;
    Answer answer;
    std::function<void(const sdbus::Error*)> over;
    std::unique_ptr<sdbus::IProxy> proxy;
  };
  using Asked = std::list<Question>::iterator;

  void send(Asked question);
  void take_answer(Asked question, sdbus::MethodReply& reply, const sdbus::Error* error);

  sdbus::IConnection& connection_;
  std::deque<Question> waiting_;
  std::list<Question> under_way_;
  std::list<Question> finished_;  // their callback may still be running
};

BusQuestions::MakeCall property_of(const char* interface, const std::string& property);
BusQuestions::MakeCall all_properties_of(const char* interface);
BusQuestions::MakeCall method_of(const char* interface, const char* method);

// Whether the error means that nobody answers. Any other means that the object is gone, or has no
// such property.
bool is_nobody(const sdbus::Error& error);

}  // namespace sa::upstart
