#include "core/job_values.h"

#include <limits>

namespace sa {
namespace {

void read_limit(const Field& field, Respawn& respawn) {
  if (field.value.text == "unlimited") {
    respawn.limit.reset();
    return;
  }
  // One more start than that is written, and must fit the same type.
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max() - 1;
  const std::size_t before = field.problems.size();
  if (const auto limit = count_of(field, 1, most))
    respawn.limit = static_cast<std::uint32_t>(*limit);
  else
    field.problems[before].message.insert(field.problems[before].message.find(", got"),
                                          " or 'unlimited'");
}

void read_interval(const Field& field, Respawn& respawn) {
  if (const auto span = duration_of(field, Duration(1))) respawn.interval = *span;
}

void read_delay(const Field& field, Respawn& respawn) {
  if (const auto span = duration_of(field)) respawn.delay = *span;
}

void read_on(const Field& field, Respawn& respawn) {
  if (field.value.text == "always")
    respawn.on = RespawnOn::always;
  else if (field.value.text == "failure")
    respawn.on = RespawnOn::failure;
  else
    field.expected("failure or always");
}

struct Row {
  const char* name;
  void (*read)(const Field&, Respawn&);
};

constexpr Row rows[] = {
    {"limit", read_limit},
    {"interval", read_interval},
    {"delay", read_delay},
    {"on", read_on},
};

}  // namespace

std::optional<Respawn> respawn_of(const Field& field) {
  if (field.value.text == "false") return std::nullopt;
  Respawn respawn;
  if (field.value.text == "true") return respawn;
  if (field.value.kind != YamlNode::Kind::map || field.value.entries.empty()) {
    field.expected("true, false or a map such as {limit: 3, interval: 30s}");
    return std::nullopt;
  }
  for (const auto& entry : field.value.entries) {
    const Row* found = nullptr;
    for (const Row& row : rows)
      if (entry.key == row.name) found = &row;
    const std::string key = std::string(field.key) + "." + entry.key;
    if (found != nullptr)
      found->read({key, entry.value, field.problems}, respawn);
    else
      tell_unknown_key(entry, field.key, {"limit", "interval", "delay", "on"}, field.problems);
  }
  return respawn;
}

}  // namespace sa
