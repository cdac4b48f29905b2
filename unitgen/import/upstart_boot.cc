#include "unitgen/import/upstart_boot.h"

#include <algorithm>
#include <string_view>

#include <fnmatch.h>

namespace sa {
namespace {

constexpr std::string_view at_boot[] = {
    "all-swaps",     "filesystem", "local-filesystems",  "mounted",
    "not-container", "startup",    "remote-filesystems", "virtual-filesystems"};
constexpr std::string_view of_network[] = {"net-device-up", "static-network-up"};
constexpr std::string_view of_jobs[] = {"started", "starting", "stopped"};
constexpr std::string_view boot_jobs[] = {"dbus",    "mountall", "rc",  "rc-sysinit",
                                          "rsyslog", "syslog",   "udev"};
constexpr std::string_view network_jobs[] = {"network-interface", "network-manager",
                                             "network-services", "networking"};
constexpr std::string_view at_shutdown[] = {"deconfiguring-networking", "shutdown",
                                            "unmounted-remote-filesystems",
                                            "unmounting-filesystem"};

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != std::end(words);
}

// What the argument NAME is asked for: by name, or as the first by position. "*": not asked for.
std::string pattern_of(const UpstartTerm& event, const std::string& name) {
  for (const std::string& argument : event.arguments) {
    if (argument.starts_with(name + '=')) return argument.substr(name.size() + 1);
  }
  if (event.arguments.empty() || event.arguments[0].find('=') != std::string::npos) return "*";
  return event.arguments[0];
}

bool matches_runlevel(const UpstartTerm& event, std::string_view levels) {
  const std::string pattern = pattern_of(event, "RUNLEVEL");
  return std::ranges::any_of(levels, [&](char level) {
    return fnmatch(pattern.c_str(), std::string(1, level).c_str(), 0) == 0;
  });
}

bool is_network(const UpstartTerm& event) {
  if (is_one_of(event.event, of_network)) return pattern_of(event, "IFACE") != "lo";
  return is_one_of(event.event, of_jobs) && is_one_of(pattern_of(event, "JOB"), network_jobs);
}

bool is_boot(const UpstartTerm& event) {
  if (event.event == "runlevel") return matches_runlevel(event, "2345");
  if (is_one_of(event.event, at_boot) || is_one_of(event.event, of_network)) return true;
  if (!is_one_of(event.event, of_jobs)) return false;
  return is_network(event) || is_one_of(pattern_of(event, "JOB"), boot_jobs);
}

bool is_shutdown(const UpstartTerm& event) {
  if (event.event == "runlevel") return matches_runlevel(event, "06");
  if (is_one_of(event.event, at_shutdown)) return true;
  const std::string job = pattern_of(event, "JOB");
  return (event.event == "stopping" || event.event == "stopped") &&
         (is_one_of(job, network_jobs) || is_one_of(job, boot_jobs));
}

// `happens` tells of an event.
bool is_met(const UpstartCondition& condition, const auto& happens) {
  std::vector<bool> met;
  for (const UpstartTerm& term : condition.terms) {
    if (term.kind == UpstartTerm::Kind::event) {
      met.push_back(happens(term));
      continue;
    }
    const bool right = met.back();
    met.pop_back();
    const bool left = met.back();
    met.back() = term.kind == UpstartTerm::Kind::both ? left && right : left || right;
  }
  return met.back();
}

}  // namespace

BootCondition boot_condition(const UpstartCondition& start_on) {
  BootCondition out;
  for (const UpstartTerm& term : start_on.terms) {
    if (term.kind != UpstartTerm::Kind::event) continue;
    if (!is_boot(term)) out.unknown.push_back(&term);
    out.needs_network = out.needs_network || is_network(term);
  }
  const auto is_of_job = [](const UpstartTerm& term) { return is_one_of(term.event, of_jobs); };
  out.is_met = is_met(start_on, is_boot);
  out.is_met_with_jobs =
      is_met(start_on, [&](const auto& term) { return is_boot(term) || is_of_job(term); });
  return out;
}

std::vector<const UpstartTerm*> unknown_at_shutdown(const UpstartCondition& stop_on) {
  std::vector<const UpstartTerm*> unknown;
  for (const UpstartTerm& term : stop_on.terms) {
    if (term.kind == UpstartTerm::Kind::event && !is_shutdown(term)) unknown.push_back(&term);
  }
  return unknown;
}

std::string to_string(const UpstartTerm& event) {
  std::string out = event.event;
  for (const std::string& argument : event.arguments) out += ' ' + argument;
  return out;
}

}  // namespace sa
