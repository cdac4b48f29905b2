#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace sdbus {
class IConnection;
class IProxy;
}  // namespace sdbus

namespace sa {

// polkit on D-Bus: whether a person may do something.
class Polkit {
 public:
  explicit Polkit(sdbus::IConnection& connection);
  ~Polkit();

  struct Question {
    std::string caller;  // name on the bus, ":1.42": polkit finds out who that is
    std::string action;
    std::map<std::string, std::string> details;
    bool interactive = false;  // the person may be asked for a password: minutes
  };
  struct Answer {
    bool is_yes = false;
    std::string trouble;  // why there is no answer, which is a no: polkit is not there, mostly
  };
  // Never waits; `done` is called later, from within the bus, and must not throw.
  void ask(const Question& question, std::function<void(const Answer&)> done);

 private:
  std::unique_ptr<sdbus::IProxy> authority_;
};

}  // namespace sa
