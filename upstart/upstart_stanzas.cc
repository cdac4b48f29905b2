#include "core/suggestion.h"
#include "upstart/upstart_condition.h"
#include "upstart/upstart_number.h"
#include "upstart/upstart_parser.h"

#include <algorithm>

namespace sa {
namespace {

using Words = std::vector<UpstartWord>;
using OptionalWord = std::optional<UpstartWord>;
using OptionalProcess = std::optional<UpstartProcess>;

constexpr std::array<std::string_view, 14> resources = {
    "as",   "core",   "cpu",   "data", "fsize",  "memlock",    "msgqueue",
    "nice", "nofile", "nproc", "rss",  "rtprio", "sigpending", "stack"};

}  // namespace

template <OptionalWord UpstartConf::*member>
bool UpstartParser::one_word() {
  auto found = word();
  if (!found) return false;
  conf_.*member = std::move(found);
  return line_end();
}

template <Words UpstartConf::*member>
bool UpstartParser::more_words() {
  do {
    auto found = word();
    if (!found) return false;
    (conf_.*member).push_back(std::move(*found));
  } while (words_.has_word());
  return line_end();
}

bool UpstartParser::env() {
  auto found = word();
  if (!found) return false;
  conf_.env.push_back(std::move(*found));
  return line_end();
}

template <OptionalProcess UpstartConf::*member>
bool UpstartParser::process() {
  const auto form = word();
  if (!form) return false;
  if (form->text == "exec") return exec(conf_.*member);
  if (form->text == "script") return script(conf_.*member);
  return fail_expecting("'exec' or 'script'", form->text);
}

template <std::optional<UpstartCondition> UpstartConf::*member>
bool UpstartParser::condition() {
  if (!keyword("on")) return false;
  Problem problem;
  auto found = parse_upstart_condition(words_, problem);
  place_ = problem.place;
  if (!found) return fail(problem.message);
  found->at = begin_;
  for (UpstartTerm& term : found->terms) term.at.in_override = in_override_;
  conf_.*member = std::move(found);
  return true;
}

bool UpstartParser::start() {
  if (!condition<&UpstartConf::start_on>()) return false;
  conf_.manual.reset();
  return true;
}

// init takes these words without looking at the rest of the line; what stands there is the next
// stanza. Nobody means that.
template <std::optional<UpstartPlace> UpstartConf::*member>
bool UpstartParser::flag() {
  conf_.*member = begin_;
  return line_end();
}

bool UpstartParser::manual() {
  conf_.start_on.reset();
  return flag<&UpstartConf::manual>();
}

bool UpstartParser::expect() {
  return choice(conf_.expect, "stop daemon fork none");
}

bool UpstartParser::console() {
  return choice(conf_.console, "log none output owner");
}

bool UpstartParser::umask() {
  return integer(conf_.umask, 0, 0777, 8);
}

bool UpstartParser::nice() {
  return integer(conf_.nice, -20, 19);
}

bool UpstartParser::kill() {
  const auto what = word();
  if (!what) return false;
  if (what->text == "timeout") return integer(conf_.kill_timeout, 0, INT32_MAX);
  if (what->text == "signal") return signal(conf_.kill_signal);
  return fail_expecting("'timeout' or 'signal'", what->text);
}

bool UpstartParser::reload() {
  return keyword("signal") && signal(conf_.reload_signal);
}

bool UpstartParser::respawn() {
  if (!words_.has_word()) return flag<&UpstartConf::respawn>();
  if (!keyword("limit")) return false;
  const auto limit = word();
  if (!limit) return false;
  UpstartRespawnLimit read{std::nullopt, {}, begin_};
  if (limit->text != "unlimited") {
    const auto count = number<int>(limit->text);
    if (!count || *count < 0) return fail_expecting("a number or 'unlimited'", limit->text);
    const auto interval = word();
    if (!interval) return false;
    const auto seconds = number<int>(interval->text);
    if (!seconds || *seconds < 0) return fail_expecting("a number of seconds", interval->text);
    if (*count > 0 && *seconds > 0) read = {*count, std::chrono::seconds(*seconds), begin_};
  }
  conf_.respawn_limit = read;
  return line_end();
}

bool UpstartParser::normal() {
  if (!keyword("exit")) return false;
  do {
    auto found = signal_or_number("an exit status or a signal");
    if (!found) return false;
    conf_.normal_exit.push_back(std::move(*found));
  } while (words_.has_word());
  return line_end();
}

bool UpstartParser::oom() {
  auto value = word();
  if (!value) return false;
  const bool score = value->text == "score";
  if (score && !(value = word())) return false;
  if (value->text == "never") {
    conf_.oom_score = UpstartNumber{-1000, begin_};
    return line_end();
  }
  const auto found = number<int>(value->text);
  const int low = score ? -1000 : -17;
  const int high = score ? 1000 : 15;
  if (!found || *found < low || *found > high) {
    return fail_expecting(
        "'never' or a number from " + std::to_string(low) + " to " + std::to_string(high),
        value->text);
  }
  conf_.oom_score = UpstartNumber{score ? *found : *found * 1000 / (*found < 0 ? 17 : 15), begin_};
  return line_end();
}

bool UpstartParser::limit() {
  const auto resource = word();
  if (!resource) return false;
  if (std::find(resources.begin(), resources.end(), resource->text) == resources.end()) {
    return fail_expecting("a resource such as nofile", resource->text);
  }
  UpstartLimit read{resource->text, {}, {}, begin_};
  if (!limit_value(read.soft) || !limit_value(read.hard)) return false;
  std::erase_if(conf_.limits, [&](const auto& each) { return each.resource == read.resource; });
  conf_.limits.push_back(std::move(read));
  return line_end();
}

bool UpstartParser::apparmor() {
  const auto what = word();
  if (!what) return false;
  if (what->text == "load") return one_word<&UpstartConf::apparmor_load>();
  if (what->text == "switch") return one_word<&UpstartConf::apparmor_switch>();
  return fail_expecting("'load' or 'switch'", what->text);
}

bool UpstartParser::cgroup() {
  UpstartWord all{"", begin_};
  for (int count = 0; count == 0 || (count < 4 && words_.has_word()); ++count) {
    const auto found = word();
    if (!found) return false;
    all.text += (count == 0 ? "" : " ") + found->text;
  }
  conf_.cgroups.push_back(std::move(all));
  return line_end();
}

const std::array<UpstartParser::Stanza, 35> UpstartParser::stanzas = {{
    {"apparmor", &UpstartParser::apparmor},
    {"author", &UpstartParser::one_word<&UpstartConf::author>},
    {"cgroup", &UpstartParser::cgroup},
    {"chdir", &UpstartParser::one_word<&UpstartConf::chdir>},
    {"chroot", &UpstartParser::one_word<&UpstartConf::chroot>},
    {"console", &UpstartParser::console},
    {"debug", &UpstartParser::flag<&UpstartConf::debug>},
    {"description", &UpstartParser::one_word<&UpstartConf::description>},
    {"emits", &UpstartParser::more_words<&UpstartConf::emits>},
    {"env", &UpstartParser::env},
    {"exec", &UpstartParser::main_exec},
    {"expect", &UpstartParser::expect},
    {"export", &UpstartParser::more_words<&UpstartConf::exported>},
    {"instance", &UpstartParser::one_word<&UpstartConf::instance>},
    {"kill", &UpstartParser::kill},
    {"limit", &UpstartParser::limit},
    {"manual", &UpstartParser::manual},
    {"nice", &UpstartParser::nice},
    {"normal", &UpstartParser::normal},
    {"oom", &UpstartParser::oom},
    {"post-start", &UpstartParser::process<&UpstartConf::post_start>},
    {"post-stop", &UpstartParser::process<&UpstartConf::post_stop>},
    {"pre-start", &UpstartParser::process<&UpstartConf::pre_start>},
    {"pre-stop", &UpstartParser::process<&UpstartConf::pre_stop>},
    {"reload", &UpstartParser::reload},
    {"respawn", &UpstartParser::respawn},
    {"script", &UpstartParser::main_script},
    {"setgid", &UpstartParser::one_word<&UpstartConf::setgid>},
    {"setuid", &UpstartParser::one_word<&UpstartConf::setuid>},
    {"start", &UpstartParser::start},
    {"stop", &UpstartParser::condition<&UpstartConf::stop_on>},
    {"task", &UpstartParser::flag<&UpstartConf::task>},
    {"umask", &UpstartParser::umask},
    {"usage", &UpstartParser::one_word<&UpstartConf::usage>},
    {"version", &UpstartParser::one_word<&UpstartConf::version>},
}};

bool UpstartParser::stanza() {
  begin_ = here();
  name_ = "";
  const auto found = words_.word(false, true);
  if (!found) return fail(words_.problem());
  for (const Stanza& each : stanzas) {
    if (each.name != *found) continue;
    name_ = each.name;
    return (this->*each.read)();
  }
  std::vector<std::string> names;
  for (const Stanza& each : stanzas) names.emplace_back(each.name);
  return fail("expected a stanza of init(5), got " + quoted(*found) + did_you_mean(*found, names));
}

ParsedUpstartConf UpstartParser::parse() {
  while (!words_.at_end()) {
    words_.skip_blanks();
    if (!words_.has_word()) {
      words_.next_line();
    } else if (!stanza()) {
      words_.next_line();
    }
  }
  return {std::move(conf_), std::move(problems_)};
}

}  // namespace sa
