#include "core/yaml_hint.h"

#include "core/utf8.h"

#include <algorithm>

namespace sa {
namespace {

std::string_view without_blanks_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

// Which characters begin something else than text in YAML.
bool needs_quotes(char first) {
  return std::string_view("*&!@`%").find(first) != std::string_view::npos;
}

struct Hint {
  std::string_view problem;  // the reader's
  std::string_view message;
};

constexpr Hint hints[] = {
    {"found a tab character that violates indentation",
     "expected blanks before a key or value, got a hard tab"},
    {"found a tab character where an indentation space is expected",
     "expected blanks before a key or value, got a hard tab"},
    {"mapping values are not allowed in this context",
     "expected quotes round text that holds ': ', or the indentation of the keys above"},
    {"could not find expected ':'", "expected 'key: value', got a line without ': '"},
    {"did not find expected key",
     "expected a key in the column of the others, or quotes round text"},
    {"block sequence entries are not allowed in this context",
     "expected a list to begin on a line of its own"},
};

Problem plain_problem(const Place& place, std::string message) {
  return {Severity::problem, place, "", std::move(message)};
}

}  // namespace

std::string_view line_from(std::string_view text, const Place& place) {
  if (text.starts_with("\uFEFF")) text.remove_prefix(3);
  for (std::uint32_t line = 1; line < place.line; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  for (std::uint32_t column = 1; column < place.column && !text.empty(); ++column)
    text.remove_prefix(first_code_point(text).size);
  return text;
}

std::string unquoted_value_message(std::string_view value) {
  std::string message = "expected quotes round a value that begins with ";
  message += quoted(value.substr(0, 1));
  return message + ", got " + quoted(without_blanks_at_end(value));
}

Problem problem_of(const YamlComplaint& complaint, std::string_view text) {
  const auto& [problem, context, place, context_place] = complaint;
  const std::string_view from_context = line_from(text, context_place);
  if ((context == "while scanning an alias" || context == "while scanning an anchor") &&
      !from_context.empty())
    return plain_problem(context_place, unquoted_value_message(from_context));
  if (problem == "found unexpected end of stream" && context == "while scanning a quoted scalar")
    return plain_problem(context_place, "expected a second quote, got the end of the file");
  const std::string_view rest = line_from(text, place);
  if (problem == "found character that cannot start any token" && !rest.empty()) {
    if (rest[0] == '\t') return plain_problem(place, std::string(hints[0].message));
    if (needs_quotes(rest[0])) return plain_problem(place, unquoted_value_message(rest));
  }
  const auto* const hint = std::ranges::find(hints, problem, &Hint::problem);
  if (hint != std::end(hints)) return plain_problem(place, std::string(hint->message));
  std::string message = "expected YAML: ";
  return plain_problem(place, message.append(problem));
}

std::string got(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
    case YamlNode::Kind::scalar:
      break;
  }
  return quoted(std::string_view(node.text));
}

Place place_in(const YamlNode& scalar, std::size_t offset) {
  if (scalar.text_column == 0) return scalar.place;
  std::uint32_t column = scalar.text_column;
  for (const char c : std::string_view(scalar.text).substr(0, offset))
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80) ++column;
  return {scalar.place.line, column};
}

}  // namespace sa
