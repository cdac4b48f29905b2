#include "unitgen/import/upstart_directives.h"

#include <string>
#include <string_view>

namespace sa {
namespace {

std::string signal_text(const std::string& signal) {
  return signal[0] >= '0' && signal[0] <= '9' ? signal : "SIG" + signal;
}

std::string limit_text(const UpstartLimit& limit) {
  const auto text = [](const std::optional<std::uint64_t>& value) {
    return value ? std::to_string(*value) : std::string("infinity");
  };
  return text(limit.soft) + ':' + text(limit.hard);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void add_signals(const UpstartConf& conf, JobText& job) {
  if (conf.kill_timeout) {
    const int seconds = conf.kill_timeout->value;  // 0 would be "never" to systemd
    job.add_directive("Service", "TimeoutStopSec", seconds == 0 ? "1ms" : std::to_string(seconds));
  }
  if (conf.kill_signal) {
    job.add_directive("Service", "KillSignal", signal_text(conf.kill_signal->text));
  }
  if (conf.reload_signal) {
    job.add_directive("Service", "ExecReload",
                      "/bin/kill -" + conf.reload_signal->text + " $MAINPID");
  }
}

void add_limits(const UpstartConf& conf, JobText& job) {
  for (const UpstartLimit& limit : conf.limits) {
    job.add_directive("Service", "Limit" + upper(limit.resource), limit_text(limit));
  }
  if (conf.oom_score) {
    job.add_directive("Service", "OOMScoreAdjust", std::to_string(conf.oom_score->value));
  }
}

}  // namespace

void add_upstart_directives(const UpstartConf& conf, JobText& job) {
  add_signals(conf, job);
  add_limits(conf, job);
}

}  // namespace sa
