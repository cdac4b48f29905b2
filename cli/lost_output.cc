#include "cli/lost_output.h"

#include "cli/property_blocks.h"
#include "cli/run_words.h"

#include <algorithm>

namespace sa {
namespace {

constexpr Duration longest_delay = std::chrono::seconds{10};

// "@1795320696.005124"
std::string unix_time(Instant instant) {
  const auto usec = instant.time_since_epoch().count();
  std::string fraction = std::to_string(1'000'000 + usec % 1'000'000);
  fraction[0] = '.';
  return "@" + std::to_string(usec / 1'000'000) + fraction;
}

}  // namespace

std::vector<std::string> stream_query(const Run& run, std::optional<Instant> next_began) {
  std::vector<std::string> command = {"journalctl",
                                      "--quiet",
                                      "--no-pager",
                                      "--output=export",
                                      "--output-fields=_STREAM_ID,_SYSTEMD_INVOCATION_ID",
                                      "--since=" + unix_time(happened(run))};
  std::optional<Instant> until;
  if (run.ended) until = *run.ended + longest_delay;
  if (next_began) until = std::min(until.value_or(*next_began), *next_began - Duration{1});
  if (until) command.push_back("--until=" + unix_time(*until));
  command.push_back("_SYSTEMD_UNIT=" + run.unit);
  return command;
}

std::vector<std::string> streams_without_invocation(std::string_view answer) {
  std::vector<std::string> streams;
  for (const Properties& entry : property_blocks(answer)) {
    const std::string_view stream = value_of(entry, "_STREAM_ID");
    if (stream.empty() || !value_of(entry, "_SYSTEMD_INVOCATION_ID").empty()) continue;
    if (std::ranges::find(streams, stream) == streams.end()) streams.emplace_back(stream);
  }
  return streams;
}

}  // namespace sa
