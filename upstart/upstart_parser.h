#pragma once

#include "core/problem.h"
#include "upstart/upstart_conf.h"
#include "upstart/upstart_words.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sa {

// Reads the stanzas of one file into a value. Each reader begins behind the word that named it,
// and true means that it passed the line; on false the problem is noted and the rest of the line
// is of no use.
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
  static const std::array<Stanza, 35> stanzas;  // by name

  bool fail(std::string message);
  bool fail_expecting(std::string_view expected, std::string_view got);
  bool stanza();
  bool line_end();
  UpstartPlace here() { return {place_ = words_.place(), in_override_}; }
  std::optional<UpstartWord> word();
  bool keyword(std::string_view wanted);

  template <std::optional<UpstartWord> UpstartConf::*member>
  bool one_word();
  template <std::vector<UpstartWord> UpstartConf::*member>
  bool more_words();
  template <std::optional<UpstartProcess> UpstartConf::*member>
  bool process();
  template <std::optional<UpstartCondition> UpstartConf::*member>
  bool condition();
  template <std::optional<UpstartPlace> UpstartConf::*member>
  bool flag();

  bool env();
  bool main_exec() { return exec(conf_.main); }
  bool main_script() { return script(conf_.main); }
  bool exec(std::optional<UpstartProcess>& process);
  bool script(std::optional<UpstartProcess>& process);
  bool start();
  bool manual();
  bool expect();
  bool kill();
  bool reload();
  std::optional<UpstartWord> signal_or_number(std::string_view expected);
  bool signal(std::optional<UpstartWord>& out);
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
  bool choice(std::optional<UpstartWord>& out, std::string_view choices);
  bool integer(std::optional<UpstartNumber>& out, int low, int high, int base = 10);

  UpstartWords words_;
  UpstartConf conf_;
  bool in_override_;
  std::string_view name_;  // of the stanza at hand
  UpstartPlace begin_;     // its place
  Place place_;            // of what is being read
  std::vector<Problem> problems_;
};

}  // namespace sa
