#include "watcher/control_bus.h"

#include "core/error.h"
#include "core/utf8.h"
#include "host/bus_connection.h"
#include "watcher/bus_names.h"

#include <cstdint>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using To = ControlCalls::Answer::To;

// People may be told by programs that take their time.
constexpr auto longest_notice = 15min;
constexpr auto longest_pause = 1min;
constexpr std::string_view own_error = "org.scriptactivity.Error.";

template <typename Act>
void guarded(const Act& act) {
  try {
    act();
  } catch (const sdbus::Error& error) {
    throw Error("lost the bus: " + error.getMessage());
  }
}

// The bus carries nothing else.
NoticeFacts repaired(NoticeFacts facts) {
  for (auto& [name, value] : facts) value = repaired_utf8(value);
  return facts;
}

}  // namespace

class ControlCalls::Impl {
 public:
  explicit Impl(const std::string& address)
      : connection_(connect_to_bus(address)),
        control_(sdbus::createProxy(*connection_, bus_name::control, bus_name::control_path)) {}

  sdbus::IConnection& connection() { return *connection_; }
  sdbus::MethodCall call(const char* method) {
    return control_->createMethodCall(bus_name::control, method);
  }

  void send(sdbus::MethodCall& call, To to, const std::string& unit,
            std::chrono::microseconds longest) {
    control_->callMethod(
        call,
        [this, to, unit](sdbus::MethodReply&, const sdbus::Error* error) {
          answers_.push_back(answer(to, unit, error));
        },
        static_cast<std::uint64_t>(longest.count()));
  }
  void send_and_forget(sdbus::MethodCall& call) {
    call.dontExpectReply();
    control_->callMethod(call);
  }

  std::vector<Answer> take_answers() { return std::exchange(answers_, {}); }

 private:
  static Answer answer(To to, const std::string& unit, const sdbus::Error* error) {
    if (error == nullptr) return {to, unit, {}, {}};
    const std::string& name = error->getName();
    const bool is_own = name.starts_with(own_error);
    return {to, unit, error->getMessage(), is_own ? name.substr(own_error.size()) : ""};
  }

  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> control_;
  std::vector<Answer> answers_;
};

ControlCalls::ControlCalls(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
ControlCalls::~ControlCalls() = default;

BusPoll ControlCalls::poll_data() const {
  return poll_of(impl_->connection());
}

void ControlCalls::process() {
  guarded([&] {
    while (impl_->connection().processPendingRequest()) continue;
  });
}

void ControlCalls::notify(const Notice& notice) {
  guarded([&] {
    auto call = impl_->call("Notify");
    call << notice.unit << repaired(facts_of(notice));
    impl_->send(call, To::notify, notice.unit, longest_notice);
  });
}

void ControlCalls::pause(const std::string& timer, const std::string& reason) {
  guarded([&] {
    auto call = impl_->call("Pause");
    call << timer << std::uint64_t{0} << reason << false;
    impl_->send(call, To::pause, timer, longest_pause);
  });
}

void ControlCalls::end_pause(const std::string& timer) {
  guarded([&] {
    auto call = impl_->call("Resume");
    call << timer << false;
    impl_->send_and_forget(call);
  });
}

std::vector<ControlCalls::Answer> ControlCalls::take_answers() {
  return impl_->take_answers();
}

}  // namespace sa
