#include "unitgen/import/import_upstart.h"
#include "upstart/upstart_conf.h"

#include <algorithm>
#include <cstdlib>

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void judge(const std::optional<sa::UpstartCondition>& condition) {
  if (!condition) return;
  std::size_t operands = 0;
  for (const auto& term : condition->terms) {
    if (term.kind == sa::UpstartTerm::Kind::event) {
      must(!term.event.empty() && ++operands > 0);
    } else {
      must(operands >= 2);
      --operands;
    }
  }
  must(operands == 1);
}

void judge(const sa::ParsedUpstartConf& parsed, std::string_view text) {
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  judge(parsed.conf.start_on);
  judge(parsed.conf.stop_on);
  must(!parsed.conf.manual || !parsed.conf.start_on);
  sa::Place last;
  for (const auto& problem : parsed.problems) {
    must(problem.place.line <= lines && !problem.message.empty());
    must(problem.place.line >= last.line);
    last = problem.place;
  }
}

void judge_import(const sa::UpstartConf& conf) {
  sa::JobNames names;
  sa::Imported imported;
  import_upstart(conf, {"fuzz", "fuzz.conf", "fuzz.override"}, names, imported);
  for (const auto& job : imported.jobs) {
    if (!job.text.is_writable()) continue;
    for (const auto& problem : sa::read_yaml(job.text.text()).problems) {
      must(problem.message.find("10000 values") != std::string::npos ||
           problem.message.find("1 MB") != std::string::npos);
    }
  }
}

}  // namespace

// Input: a .conf, and behind a NUL its .override.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\0'), all.size());
  const std::string_view text = all.substr(0, end);
  auto parsed = sa::parse_upstart_conf(text);
  judge(parsed, text);
  const std::string_view more = all.substr(std::min(end + 1, all.size()));
  parsed = sa::parse_upstart_override(more, std::move(parsed.conf));
  judge(parsed, more);
  judge_import(parsed.conf);
  return 0;
}
