#include "core/job_file.h"
#include "unitgen/import/crontab.h"
#include "unitgen/import/import_crontab.h"

#include <algorithm>
#include <cstdlib>

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

// What is written can be read, and is the same.
void judge(const sa::ImportedJob& job) {
  must(!sa::name_problem(job.name));
  if (!job.text.is_writable()) return;
  const sa::YamlDocument again = sa::read_yaml(job.text.text());
  for (const auto& problem : again.problems) {
    must(problem.message.find("10000 values") != std::string::npos ||
         problem.message.find("1 MB") != std::string::npos);
  }
}

void judge(const sa::Crontab& crontab, sa::CrontabForm form, std::size_t lines) {
  for (const auto& entry : crontab.entries) {
    must(entry.variables <= crontab.variables.size());
    must(entry.place.line <= lines && entry.command_place.line == entry.place.line);
    must(!entry.input || entry.input->ends_with('\n'));
    must((form == sa::CrontabForm::system) != entry.user.empty());
  }
  for (const auto& problem : crontab.problems) must(problem.place.line <= lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  for (const auto form : {sa::CrontabForm::user, sa::CrontabForm::system}) {
    const sa::Crontab crontab = sa::parse_crontab(text, form);
    judge(crontab, form, lines);
    sa::JobNames names;
    sa::Imported imported;
    const auto account = [](std::string_view name) -> std::optional<sa::Account> {
      if (name.starts_with('x')) return std::nullopt;
      return sa::Account{std::string(name), "/home/someone"};
    };
    import_crontab(crontab, {"crontab", form, "", account}, names, imported);
    must(imported.jobs.size() == crontab.entries.size());
    for (const auto& job : imported.jobs) judge(job);
  }
  return 0;
}
