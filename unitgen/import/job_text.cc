#include "unitgen/import/job_text.h"

#include "core/plain_text.h"
#include "core/utf8.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

constexpr auto key_order = std::to_array<std::string_view>({"description",
                                                            "schedule",
                                                            "timezone",
                                                            "at-boot",
                                                            "disabled",
                                                            "jitter",
                                                            "user",
                                                            "group",
                                                            "directory",
                                                            "umask",
                                                            "environment",
                                                            "command",
                                                            "script",
                                                            "slow-start-command",
                                                            "timeout",
                                                            "alert-after",
                                                            "notify",
                                                            "tags",
                                                            "nice",
                                                            "respawn",
                                                            "success-exit-status",
                                                            "after",
                                                            "unit"});

YamlNode scalar(std::string_view text, bool plain) {
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.plain = plain;
  node.text = text;
  return node;
}

YamlNode& entry(YamlNode& map, std::string_view key) {
  map.kind = YamlNode::Kind::map;
  for (auto& each : map.entries) {
    if (each.key == key) return each.value;
  }
  return map.entries.emplace_back(YamlNode::Entry{std::string(key), {}, {}}).value;
}

bool is_text(std::string_view text) {
  return is_utf8(text) && !has_control_character(text);
}

bool is_writable_node(const YamlNode& node) {
  const auto fits = [](const YamlNode::Entry& each) {
    return is_text(each.key) && is_writable_node(each.value);
  };
  return is_text(node.text) && std::ranges::all_of(node.items, is_writable_node) &&
         std::ranges::all_of(node.entries, fits);
}

}  // namespace

void JobText::set(std::string_view key, std::string_view text) {
  entry(root_, key) = scalar(text, false);
}

void JobText::set_line(std::string_view key, std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = std::string_view(" \t\r\n").find(c) != std::string_view::npos;
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  constexpr std::size_t longest = 900;
  if (line.size() > longest) line = line.substr(0, line.rfind(' ', longest - 3)) + "...";
  while (line.ends_with(' ') || line.ends_with('\\')) line.pop_back();
  if (!line.empty()) set(key, line);
}

void JobText::set_plain(std::string_view key, std::string_view value) {
  entry(root_, key) = scalar(value, true);
}

void JobText::set(std::string_view key, const std::vector<std::string>& list) {
  YamlNode node;
  node.kind = YamlNode::Kind::list;
  for (const std::string& each : list) node.items.push_back(scalar(each, false));
  entry(root_, key) = std::move(node);
}

void JobText::set_in(std::string_view key, std::string_view name, std::string_view value,
                     bool plain) {
  entry(entry(root_, key), name) = scalar(value, plain);
}

void JobText::add_directive(std::string_view section, std::string_view name,
                            std::string_view value) {
  YamlNode& node = entry(entry(entry(root_, "unit"), section), name);
  if (node.kind == YamlNode::Kind::null) {
    node = scalar(value, false);
    return;
  }
  if (node.kind == YamlNode::Kind::scalar) {
    YamlNode list;
    list.kind = YamlNode::Kind::list;
    list.items.push_back(std::move(node));
    node = std::move(list);
  }
  node.items.push_back(scalar(value, false));
}

bool JobText::is_writable() const {
  return is_writable_node(root_);
}

std::string JobText::text() const {
  YamlNode ordered = root_;
  std::ranges::stable_sort(ordered.entries, {}, [](const YamlNode::Entry& each) {
    return std::ranges::find(key_order, std::string_view(each.key)) - key_order.begin();
  });
  return yaml_text(ordered);
}

}  // namespace sa
