#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Upstart's job -> the lines of cron that start it, five fields each.
using CronStarts = std::map<std::string, std::vector<std::string>>;

// The file in /etc/cron.d that starts jobs of Upstart; empty where nothing is to be started. Cron
// sends no mail: that a job runs still is no news, and that it did not begin is told by the log.
std::string cron_table(const CronStarts& starts);
// Whether it is one of ours.
bool is_our_cron_table(std::string_view text);

// One line of it.
std::string cron_start(std::string_view fields, std::string_view job);

}  // namespace sa
