#pragma once

#include "core/run.h"
#include "upstart/upstart_bus.h"
#include "upstart/upstart_tracker.h"
#include "watcher/event_source.h"
#include "watcher/expectation_folder.h"

#include <chrono>
#include <string>
#include <vector>

namespace sa {

// Upstart as the watcher hears it: its signals become runs here, whole. It has no timers, so what
// sa-unitgen says that cron starts is told as one: job sa-garbo has timer 'sa-garbo.cron'.
class UpstartSource final : public EventSource {
 public:
  struct Host {
    std::string name;
    Id128 boot;
  };
  // `expectations`: a folder. `open_runs`: of the log; those of this boot are taken up. Throws
  // Error: no bus there.
  UpstartSource(const std::string& address, const Host& host, const std::string& expectations,
                const std::vector<Run>& open_runs);
  ~UpstartSource() override;

  BusPoll poll_data() const override;
  bool process(std::size_t most, std::vector<BusEvent>& out) override;

  void list() override { bus_.list(); }
  void ask_timer(const std::string& timer) override;
  std::size_t questions() const override { return bus_.questions(); }

  // Upstart cannot be asked more than it says.
  void ask_service(const std::string&, bool) override {}
  void ask_open(const std::vector<std::string>&) override {}
  void follow_service(const std::string&) override {}
  void ask_activator(const std::string&) override {}
  void follow_activator(const std::string&) override {}
  void leave_activator(const std::string&) override {}

 private:
  void take(const upstart::Bus::Heard& heard);
  void look_at_folder();
  void tell_jobs();

  upstart::Bus bus_;
  upstart::Tracker tracker_;
  ExpectationFolder folder_;
  Expectations expectations_;
  std::chrono::steady_clock::time_point look_again_{};  // the folder may come later
  bool listed_ = false;
  std::vector<BusEvent> events_;  // to be told
  int poll_fd_ = -1;              // epoll: the bus and the folder
};

}  // namespace sa
