#pragma once

#include "core/job_draft.h"

#include <string_view>

namespace sa {

// A key of job files: its name, whether it may stand among defaults, and the reader of its value.
struct JobKeyRow {
  JobKey key;
  std::string_view name;
  bool is_default;  // may stand in `defaults`: it says how a job runs, not what it is
  void (*read)(const Field& field, JobDraft& draft);
};

std::string_view name_of(JobKey key);

// Takes over what `map` gives; a value that is there already is replaced. Unknown keys, and what
// may be no default where `source` is one, are told under `path` ("defaults", or empty).
void take_keys(const YamlNode& map, Source source, std::string_view path, JobDraft& draft);

// Reads every value that was given, and tells what is wrong with it. Of a default, which was judged
// where it stands, only what is wrong with it here is told, at the beginning of the job file.
void read_values(JobDraft& draft, std::string_view path = {});

}  // namespace sa
