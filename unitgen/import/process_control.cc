#include "unitgen/import/process_control.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view config_keys[] = {"cron_template", "default_job_config", "job_directory",
                                            "output_crontab", "runner_path"};

struct Counterpart {
  std::string_view key;
  std::string_view instead;
};

constexpr Counterpart counterparts[] = {
    {"cron_template", "systemd timers take the place of the crontab"},
    {"logging", "systemd logs to the journal"},
    {"output_crontab", "systemd timers take the place of the crontab"},
    {"output_directory", "the output goes to the journal"},
    {"run_directory", "systemd never starts a job twice"},
    {"runner_path", "systemd runs the jobs"},
    {"state_directory", "the log of all runs takes its place"},
};

bool is_config(const YamlNode& root) {
  return std::ranges::any_of(root.entries, [](const YamlNode::Entry& entry) {
    return std::ranges::find(config_keys, entry.key) != std::end(config_keys);
  });
}

void read_config_key(const YamlNode::Entry& entry, ProcessControlConfig& config) {
  const auto tell = [&](Severity severity, std::string message) {
    config.problems.push_back({severity, entry.place, entry.key, std::move(message)});
  };
  const auto* const found = std::ranges::find(counterparts, entry.key, &Counterpart::key);
  if (found != std::end(counterparts)) {
    tell(Severity::note, "not needed, since " + std::string(found->instead));
  } else if (entry.key == "default_job_config") {
    config.defaults = entry.value.entries;
  } else if (entry.key == "user" && entry.value.kind == YamlNode::Kind::scalar) {
    config.user = entry.value.text;
    config.user_place = entry.value.place;
  } else if (entry.key == "job_directory" && entry.value.kind == YamlNode::Kind::scalar) {
    config.job_directory = entry.value.text;
  } else {
    tell(Severity::problem, "process-control has no such setting, left out");
  }
}

ProcessControlConfig config_of(YamlDocument document) {
  ProcessControlConfig config;
  config.problems = std::move(document.problems);
  for (const YamlNode::Entry& entry : document.root.entries) read_config_key(entry, config);
  return config;
}

ProcessControlJob job_of(YamlDocument document) {
  ProcessControlJob job;
  job.problems = std::move(document.problems);
  if (job.problems.empty() && document.root.kind != YamlNode::Kind::map) {
    job.problems.push_back({Severity::problem, document.root.place, "", "expected a map of keys"});
  }
  for (YamlNode::Entry& entry : document.root.entries) {
    job.keys.push_back({std::move(entry.key), entry.place, std::move(entry.value), false});
  }
  return job;
}

}  // namespace

const ProcessControlKey* ProcessControlJob::find(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &ProcessControlKey::key);
  return found == keys.end() ? nullptr : &*found;
}

std::variant<ProcessControlJob, ProcessControlConfig> parse_process_control(std::string_view text) {
  YamlDocument document = read_yaml(text);
  if (is_config(document.root)) return config_of(std::move(document));
  return job_of(std::move(document));
}

ProcessControlJob with_defaults(ProcessControlJob job, const ProcessControlConfig& config) {
  for (const YamlNode::Entry& entry : config.defaults) {
    if (job.find(entry.key) == nullptr) {
      job.keys.push_back({entry.key, entry.place, entry.value, true});
    }
  }
  return job;
}

}  // namespace sa
