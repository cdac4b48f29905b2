#pragma once

#include "upstart/upstart_conf.h"

#include <string>

// Everything that was read, a line a stanza in a fixed order, then the problems:
// "5:1 exec: /bin/true"; a place in the override has a '+'.
std::string conf_text(const sa::ParsedUpstartConf& parsed);
