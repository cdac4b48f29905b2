#include "unitgen/import/import_process_control.h"

#include "core/cron.h"
#include "unitgen/import/mail_targets.h"
#include "unitgen/shell_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sa {
namespace {

using Kind = YamlNode::Kind;

// The whole of it as a number; "1e2" and "0x1" are none.
std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  const bool whole = read.ec == std::errc() && read.ptr == end && std::isfinite(value);
  return whole ? std::optional(value) : std::nullopt;
}

std::string span_of(double minutes) {
  const auto milliseconds = static_cast<std::int64_t>(std::llround(minutes * 60'000));
  if (milliseconds % 60'000 == 0) return std::to_string(milliseconds / 60'000) + "min";
  if (milliseconds % 1000 == 0) return std::to_string(milliseconds / 1000) + "s";
  return std::to_string(std::max<std::int64_t>(milliseconds, 1)) + "ms";
}

std::string as_one_word(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return std::string_view(" \"'\\%;,#").find(c) != std::string_view::npos; },
      '-');
  return out;
}

class ProcessControlImport {
 public:
  ProcessControlImport(std::string_view file, const ProcessControlSetting& setting,
                       Imported& imported)
      : file_(file), setting_(setting), imported_(imported) {}
  void read(const ProcessControlJob& job);
  JobText take() { return std::move(text_); }

 private:
  void tell(Severity severity, const Place& place, std::string_view key, std::string message);
  void fail(const YamlNode& value, std::string_view key, std::string message) {
    tell(Severity::problem, value.place, key, std::move(message));
  }
  void read_key(const ProcessControlKey& key);
  void commands(const ProcessControlKey& key, std::string_view own_key);
  void schedule(const YamlNode& value);
  void timeout(const YamlNode& value);
  void disabled(const YamlNode& value);
  void environment(const YamlNode& value);
  void tags(const ProcessControlKey& key);
  void overtime(const YamlNode& value);
  void threshold(const YamlNode& value);
  void failmail(const YamlNode& value);
  void description(const ProcessControlJob& job);

  std::string_view file_;
  const ProcessControlSetting& setting_;
  Imported& imported_;
  bool in_config_ = false;  // the key at hand is a default
  JobText text_;
};

void ProcessControlImport::tell(Severity severity, const Place& place, std::string_view key,
                                std::string message) {
  const Remark remark{std::string(in_config_ ? std::string_view(setting_.config_file) : file_),
                      {severity, place, std::string(key), std::move(message)}};
  auto& remarks = imported_.remarks;
  if (!in_config_ || std::ranges::find(remarks, remark) == remarks.end()) {
    remarks.push_back(remark);
  }
}

std::vector<const YamlNode*> items_of(const YamlNode& value) {
  std::vector<const YamlNode*> items;
  if (value.kind != Kind::list) return {&value};
  for (const YamlNode& item : value.items) items.push_back(&item);
  return items;
}

void ProcessControlImport::commands(const ProcessControlKey& key, std::string_view own_key) {
  std::vector<std::string> lines;
  for (const YamlNode* item : items_of(key.value)) {
    const auto words = item->kind == Kind::scalar ? shlex_words(item->text) : std::nullopt;
    if (!words || words->empty()) {
      fail(*item, key.key, "expected a command, got " + quoted(item->text));
      continue;
    }
    const std::string_view program = words->front();
    if (program.substr(program.rfind('/') + 1) == "run-job") {
      tell(Severity::warning, item->place, key.key,
           "runs a job of process-control; name the job's service instead");
    }
    lines.push_back(command_line(*words));
  }
  if (lines.size() == 1) {
    text_.set(own_key, lines[0]);
  } else if (!lines.empty()) {
    text_.set(own_key, lines);
  }
}

void ProcessControlImport::schedule(const YamlNode& value) {
  const std::string by_hand = ", so the job runs by hand only";
  const auto parsed = parse_cron(value.text);
  const auto* problem = std::get_if<CalendarProblem>(&parsed);
  if (value.kind != Kind::scalar) {
    fail(value, "schedule", "expected five cron fields" + by_hand);
  } else if (value.text.find('@') != std::string::npos) {
    fail(value, "schedule", "process-control takes no '@' words" + by_hand);
  } else if (problem != nullptr) {
    tell(Severity::problem, place_in(value, problem->column - 1), "schedule",
         problem->message + by_hand);
  } else {
    text_.set("schedule", value.text);
  }
}

void ProcessControlImport::timeout(const YamlNode& value) {
  constexpr double most = 60.0 * 24 * 365 * 10;
  const auto minutes = decimal(value.text);
  if (!minutes || *minutes < 0 || *minutes > most) {
    fail(value, "timeout", "expected a number of minutes, got " + quoted(value.text));
  } else if (*minutes > 0) {
    text_.set_plain("timeout", span_of(*minutes));
  }
}

void ProcessControlImport::disabled(const YamlNode& value) {
  const auto word = value.plain ? python_text(value.text) : std::nullopt;
  if (word == "True") return text_.set_plain("disabled", "true");
  if (word == "False") return;
  tell(Severity::warning, value.place, "disabled",
       "means nothing to process-control when it is not true, so the job is not disabled");
}

void ProcessControlImport::environment(const YamlNode& value) {
  if (value.kind != Kind::map) {
    return fail(value, "environment", "expected a map of variables");
  }
  for (const YamlNode::Entry& entry : value.entries) {
    const std::string key = "environment." + entry.key;
    const YamlNode& node = entry.value;
    if (node.kind == Kind::list || node.kind == Kind::map) {
      fail(node, key, "expected text, left out");
      continue;
    }
    const auto text =
        node.plain || node.kind == Kind::null ? python_text(node.text) : std::optional(node.text);
    if (!text) {
      tell(Severity::warning, node.place, key,
           "process-control may have made another number of " + quoted(node.text));
    } else if (*text != node.text) {
      tell(Severity::note, node.place, key, "is " + quoted(*text) + ", as process-control made it");
    }
    text_.set_in("environment", entry.key, text.value_or(node.text));
  }
}

void ProcessControlImport::tags(const ProcessControlKey& key) {
  std::vector<std::string> words;
  for (const YamlNode* item : items_of(key.value)) {
    if (item->kind != Kind::scalar || item->text.empty()) {
      fail(*item, key.key, "expected a word, left out");
      continue;
    }
    words.push_back(as_one_word(item->text));
    if (words.back() != item->text) {
      tell(Severity::note, item->place, key.key,
           quoted(item->text) + " is no single word, taken as " + quoted(words.back()));
    }
  }
  if (key.key == "tags") {
    tell(Severity::note, key.place, key.key, "taken as 'tag', which process-control reads");
  }
  if (!words.empty()) text_.set("tags", words);
}

void ProcessControlImport::overtime(const YamlNode& value) {
  if (value.plain && python_text(value.text) == "False") return;
  fail(value, "allow_overtime",
       "a run that is still going when the next one is due is always let be, but shown as "
       "overrunning");
}

void ProcessControlImport::threshold(const YamlNode& value) {
  const auto count = decimal(value.text);
  if (!count || *count > 1'000'000) {
    return fail(value, "failure_threshold_for_mail",
                "expected a number, got " + quoted(value.text));
  }
  const auto whole = static_cast<int>(std::ceil(std::max(*count, 1.0)));
  text_.set_plain("alert-after", std::to_string(whole));
}

void ProcessControlImport::failmail(const YamlNode& value) {
  if (value.kind != Kind::map) return fail(value, "failmail", "expected a map of addresses");
  for (const YamlNode::Entry& entry : value.entries) {
    const std::string key = "failmail." + entry.key;
    const auto targets = mail_targets(entry.value.text);
    if (entry.key != "to_address") {
      tell(Severity::problem, entry.place, key, "mails of failures have the host's own sender");
    } else if (targets.empty()) {
      fail(entry.value, key, "expected addresses, got " + quoted(entry.value.text));
    } else {
      text_.set("notify", targets);
    }
  }
}

void ProcessControlImport::read_key(const ProcessControlKey& key) {
  in_config_ = key.is_default;
  if (key.key == "command") return commands(key, "command");
  if (key.key == "slow_start_command") return commands(key, "slow-start-command");
  if (key.key == "schedule") return schedule(key.value);
  if (key.key == "timeout") return timeout(key.value);
  if (key.key == "disabled") return disabled(key.value);
  if (key.key == "environment") return environment(key.value);
  if (key.key == "tag" || key.key == "tags") return tags(key);
  if (key.key == "allow_overtime") return overtime(key.value);
  if (key.key == "failure_threshold_for_mail") return threshold(key.value);
  if (key.key == "failmail") return failmail(key.value);
  if (key.key == "name" || key.key == "description") return;
  tell(Severity::problem, key.place, key.key, "process-control has no such key, left out");
}

void ProcessControlImport::description(const ProcessControlJob& job) {
  const auto* const name = job.find("name");
  const auto* const more = job.find("description");
  std::string text = name == nullptr ? "" : name->value.text;
  if (more != nullptr) text += (text.empty() ? "" : ": ") + more->value.text;
  text_.set_line("description", text);
}

void ProcessControlImport::read(const ProcessControlJob& job) {
  description(job);
  if (!setting_.config.user.empty()) {
    const auto account = setting_.account_of(setting_.config.user);
    text_.set("user", account ? account->name : setting_.config.user);
  }
  for (const ProcessControlKey& key : job.keys) read_key(key);
}

std::string job_name_of(std::string_view file) {
  file = file.substr(file.rfind('/') + 1);
  return std::string(file.substr(0, file.rfind('.')));
}

}  // namespace

void import_process_control_config(const ProcessControlSetting& setting, Imported& imported) {
  for (const Problem& problem : setting.config.problems) {
    imported.remarks.push_back({setting.config_file, problem});
  }
}

void import_process_control(const ProcessControlJob& job, std::string_view file,
                            const ProcessControlSetting& setting, JobNames& names,
                            Imported& imported) {
  for (const Problem& problem : job.problems) {
    imported.remarks.push_back({std::string(file), problem});
  }
  if (!job.problems.empty()) return;
  ProcessControlImport import(file, setting, imported);
  import.read(job);
  const std::string wish = job_name_of(file);
  const std::string name = names.take(wish);
  if (name != wish) {
    imported.tell(Severity::note, file, {}, "", "becomes " + quoted(name) + ", as a job's name");
  }
  imported.jobs.push_back({name, import.take(), std::string(file), {}});
}

}  // namespace sa
