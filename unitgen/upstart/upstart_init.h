#pragma once

#include "unitgen/apply/changeover.h"

#include <string>

namespace sa {

// Tells Upstart by initctl(8): stops what goes and what changed, starts what is new, and again what
// changed if it ran. Upstart sees its files change by inotify; it is told all the same, so that
// what is started is what was just written.
class UpstartInit : public InitSystem {
 public:
  explicit UpstartInit(std::string initctl = "/sbin/initctl") : initctl_(std::move(initctl)) {}

  // A restart is a stop and a start, since Upstart's own restart keeps the old conf.
  Pending prepared(Pending todo) override;
  void before(const Pending& todo) override;
  void after(const Pending& todo) override;

 private:
  struct Said {
    bool is_done;
    std::string text;
  };
  Said ask(const std::string& verb, const std::string& job = {}) const;
  // Whether it is done, or need not be, as `done_already` in its answer says.
  bool tell(const std::string& verb, const std::string& job, std::string_view done_already);

  std::string initctl_;
};

// Whether this host's init is Upstart.
bool is_upstart_running(const std::string& init = "/sbin/init");

}  // namespace sa
