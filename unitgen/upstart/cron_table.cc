#include "unitgen/upstart/cron_table.h"

namespace sa {
namespace {

constexpr std::string_view mark = "# Made by sa-unitgen, changes here are lost\n";

}  // namespace

std::string cron_start(std::string_view fields, std::string_view job) {
  return std::string(fields)
      .append(" root /sbin/initctl --quiet start --no-wait ")
      .append(job)
      .append("\n");
}

std::string cron_table(const CronStarts& starts) {
  std::string lines;
  for (const auto& [job, all] : starts)
    for (const std::string& fields : all) lines += cron_start(fields, job);
  if (lines.empty()) return {};
  return std::string(mark) + "SHELL=/bin/sh\nMAILTO=\"\"\n\n" + lines;
}

bool is_our_cron_table(std::string_view text) {
  return text.starts_with(mark);
}

}  // namespace sa
