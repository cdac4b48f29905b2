#include "notify/targets.h"

#include "core/notify_target.h"
#include "notify/delivery.h"

namespace sa {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

Variables with_usual(Variables variables) {
  variables.emplace_back("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  variables.emplace_back("LANG", "C.UTF-8");
  variables.emplace_back("HOME", "/");
  return variables;
}

std::string mail(const Message& message, const std::string& address, const Ways& ways) {
  const Delivery delivery{{ways.sendmail, "-t", "-oi"}, with_usual({}), mail_of(message, address)};
  const std::string trouble = deliver(delivery, ways.longest);
  return trouble.empty() ? trouble : "'" + ways.sendmail + "': " + trouble;
}

std::string run(const std::string& name, const Message& message, const Variables& variables,
                const Ways& ways) {
  const std::string path = ways.programs + "/" + name;
  std::string trouble = program_problem(path, ways.owner);
  if (trouble.empty())
    trouble = deliver({{path}, with_usual(variables), message.body}, ways.longest);
  return trouble.empty() ? trouble : "'" + path + "': " + trouble;
}

}  // namespace

bool tell_targets(const Notice& notice, const Message& message, const std::string& host,
                  const Ways& ways, Told& told,
                  const std::function<void(const std::string&)>& say) {
  const auto variables = variables_of(notice, message, host);
  const std::string what = notice.unit + " " + std::string(to_string(notice.health));
  bool all = true;
  for (const auto& word : notice.targets) {
    if (told.contains(word) || word == notify_nobody) continue;
    const auto target = parse_notify_target(word);
    if (!target) {
      say("no target of '" + notice.unit +
          "': expected 'mail:ADDRESS' or the name of a program in '" + ways.programs + "', got '" +
          word + "', ignoring");
      continue;
    }
    const std::string trouble = target->kind == NotifyTarget::Kind::mail
                                    ? mail(message, target->name, ways)
                                    : run(target->name, message, variables, ways);
    say((trouble.empty() ? "told " : "cannot tell ") + word + ": " + what +
        (trouble.empty() ? "" : ": " + trouble));
    all = all && trouble.empty();
    if (trouble.empty()) told.add(word);
  }
  return all;
}

}  // namespace sa
