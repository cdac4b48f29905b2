#pragma once

#include "control/commands.h"
#include "control/notifier.h"
#include "control/polkit_bus.h"
#include "control/systemd_bus.h"
#include "host/bus_poll.h"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sdbus {
class IConnection;
class IObject;
class IProxy;
class MethodCall;
}  // namespace sdbus

namespace sa {

// org.scriptactivity.Control1 on the system bus: takes calls, finds out who calls and whether he
// may, has it done, and answers. Not waited for are the question to polkit, which may take as long
// as a person takes to type a password, and the end of what tells people of a change. A call of the
// latter kind whose caller is gone is not kept: who takes his place asks anew.
class ControlBus {
 public:
  ControlBus();  // connects; throws Error
  ~ControlBus();
  ControlBus(const ControlBus&) = delete;
  ControlBus& operator=(const ControlBus&) = delete;

  Systemd& systemd() { return *systemd_; }

  // From now on calls come. `watcher`: the watcher's own user, where there is one.
  void open(Commands& commands, Notifier& notifier, std::optional<uid_t> watcher);
  // Calls of people who come from now on start us anew; those that came are still to be answered.
  void close();

  BusPoll poll_data() const;
  // Takes in what is there. Throws Error: the bus is gone.
  void process();

  std::size_t pending() const { return pending_.size(); }  // calls that are not answered yet
  std::size_t calls() const { return calls_; }             // that came so far

 private:
  struct Pending;
  using At = std::list<Pending>::iterator;

  enum class Answered { yes, not_yet };

  void add_methods();
  template <typename Step>
  void attempt(At pending, const Step& step);
  void take(Verb verb, sdbus::MethodCall& call);
  void read(Verb verb, Pending& pending);
  Answered judge(At pending);
  Answered start_notice(At pending);
  void notice_ended(const std::string& job, const std::string& result);
  void follow_caller(Pending& pending);
  void release_vanished();
  void refuse_too_many(const Caller& caller) const;
  void ask_polkit(At pending);
  Answered go_on(At pending, const Polkit::Answer& answer);
  Answered perform(const Pending& pending);
  uid_t uid_of(const std::string& bus_name);

  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> bus_;
  std::unique_ptr<SystemdOnBus> systemd_;
  std::unique_ptr<Polkit> polkit_;
  std::unique_ptr<sdbus::IObject> object_;
  Commands* commands_ = nullptr;
  Notifier* notifier_ = nullptr;
  bool follows_queue_ = false;
  std::multimap<std::string, At> notices_;  // under way, by what systemd queued
  std::vector<std::string> vanished_;       // callers whose answers nobody waits for any more
  std::optional<uid_t> watcher_;
  std::list<Pending> pending_;
  std::size_t calls_ = 0;
};

}  // namespace sa
