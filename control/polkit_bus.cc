#include "control/polkit_bus.h"

#include <cstdint>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

using Text = std::map<std::string, std::string>;
using Subject = sdbus::Struct<std::string, std::map<std::string, sdbus::Variant>>;
using Result = sdbus::Struct<bool, bool, Text>;

constexpr const char* polkit = "org.freedesktop.PolicyKit1";
constexpr std::uint32_t allow_interaction = 1;
constexpr auto longest_answer = 15s;
constexpr auto longest_password = 5min;

Polkit::Answer answer_of(sdbus::MethodReply& reply, const sdbus::Error* error) {
  if (error != nullptr) return {false, error->getMessage()};
  try {
    Result result;
    reply >> result;
    return {result.get<0>(), {}};
  } catch (const sdbus::Error& unreadable) {
    return {false, unreadable.getMessage()};
  }
}

}  // namespace

Polkit::Polkit(sdbus::IConnection& connection)
    : authority_(sdbus::createProxy(connection, polkit, "/org/freedesktop/PolicyKit1/Authority")) {}

Polkit::~Polkit() = default;

void Polkit::ask(const Question& question, std::function<void(const Answer&)> done) {
  auto call =
      authority_->createMethodCall("org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
  const Subject subject{"system-bus-name", {{"name", sdbus::Variant(question.caller)}}};
  call << subject << question.action << question.details
       << (question.interactive ? allow_interaction : 0U) << "";
  const auto longest = question.interactive ? std::chrono::seconds(longest_password)
                                            : std::chrono::seconds(longest_answer);
  authority_->callMethod(
      call,
      [done = std::move(done)](sdbus::MethodReply& reply, const sdbus::Error* error) {
        done(answer_of(reply, error));
      },
      longest);
}

}  // namespace sa
