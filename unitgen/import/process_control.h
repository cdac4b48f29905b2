#pragma once

#include "core/problem.h"
#include "core/yaml.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// A key of a job of process-control, from its own file or from default_job_config.
struct ProcessControlKey {
  std::string key;
  Place place;  // of the key
  YamlNode value;
  bool is_default = false;  // it stands in the global configuration
};

// A job's keys, of which its own replace the defaults whole, as process-control does it: of a map,
// too, nothing of the default is left.
struct ProcessControlJob {
  std::vector<ProcessControlKey> keys;  // its own in the order of the file, then defaults
  std::vector<Problem> problems;        // of the file's form

  const ProcessControlKey* find(std::string_view key) const;
};

// process-control.yaml, as far as it says something about jobs.
struct ProcessControlConfig {
  std::vector<YamlNode::Entry> defaults;
  std::string user;  // name or number that all jobs run as; empty: not told
  Place user_place;
  std::string job_directory;      // empty: not told
  std::vector<Problem> problems;  // notes too: of what has no counterpart
};

// One file of process-control: its configuration is told by the keys that only it has.
std::variant<ProcessControlJob, ProcessControlConfig> parse_process_control(std::string_view text);

// The job with the defaults of a configuration.
ProcessControlJob with_defaults(ProcessControlJob job, const ProcessControlConfig& config);

// Splits as Python's shlex.split() does, which process-control uses; nullopt: a quote is open, or
// nothing follows a backslash.
std::optional<std::vector<std::string>> shlex_words(std::string_view line);

// The text that Python's str() gives of a plain YAML 1.1 scalar of this text: "True" of yes.
// nullopt: a number or a date that is written otherwise than str() would.
std::optional<std::string> python_text(std::string_view plain);

}  // namespace sa
