#include "upstart/upstart_conf.h"

#include "upstart/upstart_parser.h"

namespace sa {

bool needs_shell(std::string_view exec) {
  return exec.find_first_of("~`!$^&*()=|\\{}[];\"'<>?") != std::string_view::npos;
}

ParsedUpstartConf parse_upstart_conf(std::string_view text) {
  return UpstartParser(text, {}, false).parse();
}

ParsedUpstartConf parse_upstart_override(std::string_view text, UpstartConf conf) {
  return UpstartParser(text, std::move(conf), true).parse();
}

}  // namespace sa
