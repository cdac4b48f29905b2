#include "unitgen/import/upstart_process.h"

#include "unitgen/shell_text.h"

#include <algorithm>
#include <string_view>

namespace sa {
namespace {

constexpr std::string_view upstart_commands[] = {"initctl", "reload", "restart",
                                                 "start",   "status", "stop"};

Command words_of(std::string_view text) {
  Command words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    at = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    if (at > begin) words.emplace_back(text.substr(begin, at - begin));
  }
  return words;
}

std::string without_line_break(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string shell_text(const UpstartProcess& process) {
  return process.script ? without_line_break(process.text) : "exec " + process.text;
}

}  // namespace

Command command_of(const UpstartProcess& process) {
  if (!process.script && !needs_shell(process.text)) return words_of(process.text);
  return {"/bin/sh", "-e", "-c", shell_text(process)};
}

void set_main_process(const UpstartProcess& process, bool in_root, JobText& job) {
  const auto words = process.script ? std::nullopt : plain_words(process.text);
  if (words) {
    job.set("command", command_line(*words));
  } else if (in_root) {
    job.set("command", command_line(command_of(process)));
  } else {
    job.set("script", script_without("u", shell_text(process)));
  }
}

std::string upstart_word_in(const UpstartProcess& process) {
  const std::size_t variable = process.text.find("UPSTART_");
  if (variable != std::string::npos) {
    const std::string_view rest = std::string_view(process.text).substr(variable);
    return std::string(rest.substr(0, rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_")));
  }
  const std::string_view text = process.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n;&|(){}", at), text.size());
    const Command words = words_of(text.substr(at, end - at));
    const std::size_t first = !words.empty() && (words[0] == "then" || words[0] == "exec") ? 1 : 0;
    if (words.size() > first &&
        std::ranges::find(upstart_commands, words[first]) != std::end(upstart_commands)) {
      return words[first];
    }
    at = end + 1;
  }
  return "";
}

}  // namespace sa
