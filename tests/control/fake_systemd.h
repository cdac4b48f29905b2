#pragma once

#include "control/refused.h"
#include "control/systemd.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sa::samples {

// A systemd that keeps units in memory, and the orders that it was given.
class FakeSystemd : public Systemd {
 public:
  UnitSeen& add(const std::string& name, const std::string& active = "inactive") {
    UnitSeen& unit = units[name];
    unit.name = name;
    unit.load = "loaded";
    unit.active = active;
    unit.sub = active;
    unit.enabled = "enabled";
    return unit;
  }

  // NAME.service and NAME.timer, which is active.
  void add_job(const std::string& name) {
    add(name + ".service").triggered_by = {name + ".timer"};
    add(name + ".timer", "active").triggers = {name + ".service"};
  }

  std::string boot() override { return this_boot; }
  UnitSeen unit(const std::string& name) override {
    const auto found = units.find(name);
    if (found != units.end()) return found->second;
    UnitSeen none;
    none.name = name;
    none.load = "not-found";
    none.active = "inactive";
    return none;
  }
  EndingSeen ending(const std::string& service) override { return endings[service]; }
  bool catches_up(const std::string& timer) override { return persistent.contains(timer); }
  void start(const std::string& timer) override { change("start ", timer, "active"); }
  void stop(const std::string& timer) override { change("stop ", timer, "inactive"); }
  void disable(const std::string& timer) override {
    queue("disable ", timer);
    units[timer].enabled = "disabled";
  }
  std::string queue_start(const std::string& service) override { return queue("start ", service); }
  std::string queue_stop(const std::string& service) override { return queue("stop ", service); }

  std::string this_boot = "this boot";
  std::map<std::string, UnitSeen> units;
  std::map<std::string, EndingSeen> endings;
  std::set<std::string> persistent;
  std::vector<std::string> orders;  // "stop backup.timer"
  bool refuses = false;             // every order

 private:
  void change(const std::string& order, const std::string& timer, const std::string& active) {
    queue(order, timer);
    units[timer].active = active;
  }
  std::string queue(const std::string& order, const std::string& unit) {
    if (refuses) throw Refused("Failed", "systemd says no");
    orders.push_back(order + unit);
    return "/org/freedesktop/systemd1/job/" + std::to_string(orders.size());
  }
};

}  // namespace sa::samples
