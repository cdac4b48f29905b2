#include "upstart/bus_questions.h"

#include <iterator>
#include <utility>

namespace sa::upstart {
namespace {

constexpr char service[] = "com.ubuntu.Upstart";
constexpr char properties[] = "org.freedesktop.DBus.Properties";

}  // namespace

void BusQuestions::ask(const std::string& path, MakeCall call, Answer answer,
                       std::function<void(const sdbus::Error*)> over) {
  waiting_.push_back({path, std::move(call), std::move(answer), std::move(over), nullptr});
}

void BusQuestions::go_on() {
  finished_.clear();
  while (!waiting_.empty() && under_way_.size() < most_under_way) {
    under_way_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    send(std::prev(under_way_.end()));
  }
}

void BusQuestions::send(Asked question) {
  question->proxy = sdbus::createProxy(connection_, service, question->path);
  const auto call = question->call(*question->proxy);
  (void)question->proxy->callMethod(
      call, [this, question](sdbus::MethodReply& reply, const sdbus::Error* error) {
        take_answer(question, reply, error);
      });
}

// Nothing may be thrown through libsystemd.
void BusQuestions::take_answer(Asked question, sdbus::MethodReply& reply,
                               const sdbus::Error* error) {
  try {
    question->answer(reply, error);
  } catch (const std::exception&) {
    question->answer = nullptr;
  }
  question->over(error);
  finished_.splice(finished_.end(), under_way_, question);
}

BusQuestions::MakeCall property_of(const char* interface, const std::string& property) {
  return [interface, property](sdbus::IProxy& proxy) {
    auto call = proxy.createMethodCall(properties, "Get");
    call << std::string(interface) << property;
    return call;
  };
}

BusQuestions::MakeCall all_properties_of(const char* interface) {
  return [interface](sdbus::IProxy& proxy) {
    auto call = proxy.createMethodCall(properties, "GetAll");
    call << std::string(interface);
    return call;
  };
}

BusQuestions::MakeCall method_of(const char* interface, const char* method) {
  return [interface, method](sdbus::IProxy& proxy) {
    return proxy.createMethodCall(interface, method);
  };
}

bool is_nobody(const sdbus::Error& error) {
  for (const auto* name :
       {"ServiceUnknown", "NameHasNoOwner", "NoReply", "Disconnected", "Timeout"})
    if (error.getName() == std::string("org.freedesktop.DBus.Error.") + name) return true;
  return false;
}

}  // namespace sa::upstart
