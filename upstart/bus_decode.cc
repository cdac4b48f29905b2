#include "upstart/bus_decode.h"

#include <cstdint>
#include <map>

namespace sa::upstart {
namespace {

using Properties = std::map<std::string, sdbus::Variant>;
using Processes = std::vector<sdbus::Struct<std::string, std::int32_t>>;

}  // namespace

std::string text_in(sdbus::Message& message) {
  std::string text;
  message >> text;
  return text;
}

std::string path_in(sdbus::Message& message) {
  sdbus::ObjectPath path;
  message >> path;
  return path;
}

std::vector<std::string> paths_in(sdbus::Message& message) {
  std::vector<sdbus::ObjectPath> paths;
  message >> paths;
  return {paths.begin(), paths.end()};
}

EventEmitted event_in(sdbus::Message& message) {
  EventEmitted event;
  message >> event.name >> event.env;
  return event;
}

Failed failure_in(sdbus::Message& message) {
  Failed failed{message.getPath(), 0};
  message >> failed.status;
  return failed;
}

std::string text_property_in(sdbus::Message& message) {
  sdbus::Variant text;
  message >> text;
  return text.get<std::string>();
}

std::vector<std::vector<std::string>> start_on_in(sdbus::Message& message) {
  sdbus::Variant operators;
  message >> operators;
  return operators.get<std::vector<std::vector<std::string>>>();
}

InstanceSeen instance_in(sdbus::Message& message) {
  Properties all;
  message >> all;
  InstanceSeen seen;
  seen.goal = all.at("goal").get<std::string>();
  seen.state = all.at("state").get<std::string>();
  const auto processes = all.find("processes");
  if (processes == all.end()) return seen;
  for (const auto& process : processes->second.get<Processes>())
    if (process.get<0>() == "main") seen.pid = static_cast<std::uint32_t>(process.get<1>());
  return seen;
}

}  // namespace sa::upstart
