#include "upstart/upstart_conf.h"

#include "core/suggestion.h"
#include "upstart/upstart_condition.h"
#include "upstart/upstart_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sa {
namespace {

using Words = std::vector<UpstartWord>;
using OptionalWord = std::optional<UpstartWord>;
using OptionalProcess = std::optional<UpstartProcess>;

constexpr std::array<std::string_view, 14> resources = {
    "as",   "core",   "cpu",   "data", "fsize",  "memlock",    "msgqueue",
    "nice", "nofile", "nproc", "rss",  "rtprio", "sigpending", "stack"};

constexpr std::array<std::string_view, 31> signals = {
    "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1", "SEGV",
    "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN", "TTOU",
    "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS"};

template <typename Number>
std::optional<Number> number(std::string_view text, int base = 10) {
  Number found{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return found;
}

class UpstartParser {
 public:
  UpstartParser(std::string_view text, UpstartConf conf, bool in_override)
      : words_(text), conf_(std::move(conf)), in_override_(in_override) {}
  ParsedUpstartConf parse();

 private:
  using Reader = bool (UpstartParser::*)();
  struct Stanza {
    std::string_view name;
    Reader read;
  };
  static const std::array<Stanza, 35> stanzas;

  bool fail(std::string message);
  bool fail_expecting(std::string_view expected, std::string_view got);
  bool stanza();
  bool line_end();
  UpstartPlace here() { return {place_ = words_.place(), in_override_}; }
  OptionalWord word();
  bool keyword(std::string_view wanted);

  template <OptionalWord UpstartConf::*member>
  bool one_word();
  template <Words UpstartConf::*member>
  bool more_words();
  template <OptionalProcess UpstartConf::*member>
  bool process();
  template <std::optional<UpstartCondition> UpstartConf::*member>
  bool condition();
  template <std::optional<UpstartPlace> UpstartConf::*member>
  bool flag();

  bool env();
  bool main_exec() { return exec(conf_.main); }
  bool main_script() { return script(conf_.main); }
  bool exec(OptionalProcess& process);
  bool script(OptionalProcess& process);
  bool start();
  bool manual();
  bool expect();
  bool kill();
  bool reload();
  bool signal(OptionalWord& out);
  bool respawn();
  bool normal();
  bool console();
  bool umask();
  bool nice();
  bool oom();
  bool limit();
  bool limit_value(std::optional<std::uint64_t>& out);
  bool apparmor();
  bool cgroup();
  bool choice(OptionalWord& out, std::string_view choices);
  bool integer(std::optional<UpstartNumber>& out, int low, int high, int base = 10);

  UpstartWords words_;
  UpstartConf conf_;
  bool in_override_;
  std::string_view name_;  // of the stanza at hand
  UpstartPlace begin_;     // its place
  Place place_;            // of what is being read
  std::vector<Problem> problems_;
};

bool UpstartParser::fail(std::string message) {
  problems_.push_back({Severity::problem, place_, std::string(name_), std::move(message)});
  return false;
}

bool UpstartParser::fail_expecting(std::string_view expected, std::string_view got) {
  return fail("expected " + std::string(expected) + ", got " + quoted(got));
}

OptionalWord UpstartParser::word() {
  UpstartWord found{"", here()};
  if (!words_.has_word()) {
    fail("expected a word more");
    return std::nullopt;
  }
  auto text = words_.word();
  if (!text) {
    fail(words_.problem());
    return std::nullopt;
  }
  found.text = std::move(*text);
  return found;
}

// Passes the line, on which nothing more is wanted.
bool UpstartParser::line_end() {
  here();
  if (words_.has_word()) {
    const auto more = words_.word();
    return more ? fail_expecting("nothing more", *more) : fail(words_.problem());
  }
  words_.next_line();
  return true;
}

bool UpstartParser::keyword(std::string_view wanted) {
  const auto found = word();
  if (!found) return false;
  return found->text == wanted || fail_expecting("'" + std::string(wanted) + "'", found->text);
}

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

bool UpstartParser::exec(OptionalProcess& process) {
  here();
  if (!words_.has_word()) return fail("expected a command");
  auto text = words_.command();
  if (!text) return fail(words_.problem());
  process = UpstartProcess{false, std::move(*text), begin_};
  return true;
}

bool UpstartParser::script(OptionalProcess& process) {
  if (!line_end()) return false;
  place_ = begin_.place;
  auto text = words_.script();
  if (!text) return fail(words_.problem());
  process = UpstartProcess{true, std::move(*text), begin_};
  return true;
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

bool UpstartParser::choice(OptionalWord& out, std::string_view choices) {
  auto found = word();
  if (!found) return false;
  const std::string wanted = ' ' + found->text + ' ';
  if ((' ' + std::string(choices) + ' ').find(wanted) == std::string::npos) {
    return fail_expecting("one of " + std::string(choices), found->text);
  }
  out = std::move(found);
  return line_end();
}

bool UpstartParser::expect() {
  return choice(conf_.expect, "stop daemon fork none");
}

bool UpstartParser::console() {
  return choice(conf_.console, "log none output owner");
}

bool UpstartParser::integer(std::optional<UpstartNumber>& out, int low, int high, int base) {
  const auto found = word();
  if (!found) return false;
  const auto value = number<int>(found->text, base);
  if (!value || *value < low || *value > high) {
    const std::string range = base == 8           ? "an octal number from 0 to 0777"
                              : high == INT32_MAX ? "a number of seconds"
                                                  : "a number from " + std::to_string(low) +
                                                        " to " + std::to_string(high);
    return fail_expecting(range, found->text);
  }
  out = UpstartNumber{*value, begin_};
  return line_end();
}

bool UpstartParser::umask() {
  return integer(conf_.umask, 0, 0777, 8);
}

bool UpstartParser::nice() {
  return integer(conf_.nice, -20, 19);
}

bool UpstartParser::signal(OptionalWord& out) {
  auto found = word();
  if (!found) return false;
  if (found->text.starts_with("SIG")) found->text.erase(0, 3);
  const bool named = std::find(signals.begin(), signals.end(), found->text) != signals.end();
  const auto value = number<int>(found->text);
  if (!named && (!value || *value < 0)) return fail_expecting("a signal", found->text);
  out = UpstartWord{found->text, begin_};
  return line_end();
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
    auto found = word();
    if (!found) return false;
    if (found->text.starts_with("SIG")) found->text.erase(0, 3);
    const bool named = std::find(signals.begin(), signals.end(), found->text) != signals.end();
    const auto status = number<int>(found->text);
    if (!named && (!status || *status < 0)) {
      return fail_expecting("an exit status or a signal", found->text);
    }
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

bool UpstartParser::limit_value(std::optional<std::uint64_t>& out) {
  const auto found = word();
  if (!found) return false;
  if (found->text == "unlimited") return true;
  out = number<std::uint64_t>(found->text);
  return out.has_value() || fail_expecting("a number or 'unlimited'", found->text);
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

}  // namespace

bool needs_shell(std::string_view exec) {
  return exec.find_first_of("~`!$^&*()=|\\{}[];\"'<>?") != std::string_view::npos;
}

ParsedUpstartConf parse_upstart_conf(std::string_view text) {
  return UpstartParser(text, {}, false).parse();
}

ParsedUpstartConf parse_upstart_override(std::string_view text, UpstartConf conf) {
  return UpstartParser(text, std::move(conf), true).parse();
}

}  // namespace sa
