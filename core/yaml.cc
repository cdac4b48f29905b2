#include "core/yaml.h"

#include "core/plain_text.h"
#include "core/yaml_hint.h"
#include "core/yaml_rules.h"

#include <algorithm>
#include <new>

#include <yaml.h>

namespace sa {
namespace {

constexpr int most_levels = 16;
constexpr int most_values = 10'000;
constexpr std::size_t most_problems = 100;

Place place_of_mark(const yaml_mark_t& mark) {
  return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// The keys that lead to the value being read.
struct Path {
  const Path* parent;
  std::string_view key;
  std::uint32_t line;
};

std::string to_string(const Path* path) {
  if (path == nullptr) return "";
  if (path->parent == nullptr) return std::string(path->key);
  return to_string(path->parent).append(".").append(path->key);
}

class Reader {
 public:
  explicit Reader(std::string_view text);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  YamlDocument document();

 private:
  bool next();
  bool stop(const Place& place, std::string message);
  void tell(const Place& place, std::string message);
  void tell_syntax_error();

  bool value(YamlNode& node, int level);
  bool list(YamlNode& node, int level);
  bool map(YamlNode& node, int level);
  bool entry(YamlNode& node, int level);
  void scalar(YamlNode& node);
  void refuse_properties(const yaml_char_t* anchor, const yaml_char_t* tag);
  void refuse_alias();
  void end_of_document();
  void drop_second_keys(YamlNode& node);

  std::string_view text_;
  yaml_parser_t parser_;
  yaml_event_t event_{};
  bool stopped_ = false;
  int values_ = 0;
  const Path* path_ = nullptr;
  YamlDocument result_;
};

Reader::Reader(std::string_view text) : text_(text) {
  if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  if (text.starts_with("\uFEFF")) text.remove_prefix(3);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
}

Reader::~Reader() {
  yaml_event_delete(&event_);
  yaml_parser_delete(&parser_);
}

// False: there is nothing more to read, because of a problem that has been told.
bool Reader::next() {
  if (stopped_) return false;
  yaml_event_delete(&event_);
  if (yaml_parser_parse(&parser_, &event_) != 0) return true;
  tell_syntax_error();
  stopped_ = true;
  return false;
}

void Reader::tell(const Place& place, std::string message) {
  if (result_.problems.size() >= most_problems) stopped_ = true;
  result_.problems.push_back({Severity::problem, place, to_string(path_), std::move(message)});
}

bool Reader::stop(const Place& place, std::string message) {
  tell(place, std::move(message));
  stopped_ = true;
  return false;
}

void Reader::tell_syntax_error() {
  if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  const YamlComplaint complaint{
      view(reinterpret_cast<const yaml_char_t*>(parser_.problem)),
      view(reinterpret_cast<const yaml_char_t*>(parser_.context)),
      place_of_mark(parser_.problem_mark),
      place_of_mark(parser_.context_mark),
  };
  Problem problem = problem_of(complaint, text_);
  if (path_ != nullptr && path_->line == problem.place.line) problem.key = to_string(path_);
  result_.problems.push_back(std::move(problem));
}

void Reader::refuse_properties(const yaml_char_t* anchor, const yaml_char_t* tag) {
  const Place place = place_of_mark(event_.start_mark);
  if (anchor != nullptr) tell(place, "expected no anchor, got " + quoted(view(anchor)));
  if (tag != nullptr) tell(place, "expected no tag, got " + quoted(view(tag)));
}

void Reader::refuse_alias() {
  const Place place = place_of_mark(event_.start_mark);
  tell(place, unquoted_value_message(line_from(text_, place)));
}

void Reader::scalar(YamlNode& node) {
  const auto& data = event_.data.scalar;
  const auto& begin = event_.start_mark;
  const auto& end = event_.end_mark;
  node.text.assign(reinterpret_cast<const char*>(data.value), data.length);
  node.plain = data.style == YAML_PLAIN_SCALAR_STYLE;
  node.block = data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE;
  const bool null = node.plain && (node.text.empty() || node.text == "~" || node.text == "null" ||
                                   node.text == "Null" || node.text == "NULL");
  node.kind = null ? YamlNode::Kind::null : YamlNode::Kind::scalar;
  if (null) node.text.clear();
  const std::size_t quote = node.plain ? 0 : 1;
  if (!node.block && begin.line == end.line &&
      end.index - begin.index == character_count(node.text) + 2 * quote)
    node.text_column = static_cast<std::uint32_t>(begin.column + quote) + 1;
}

bool Reader::list(YamlNode& node, int level) {
  node.kind = YamlNode::Kind::list;
  while (next() && event_.type != YAML_SEQUENCE_END_EVENT)
    if (!value(node.items.emplace_back(), level + 1)) break;
  return !stopped_;
}

bool Reader::entry(YamlNode& node, int level) {
  YamlNode key;
  if (!value(key, level + 1)) return false;
  const bool is_text = key.kind == YamlNode::Kind::scalar;
  if (!is_text) tell(key.place, "expected text as a key, got " + got(key));
  const bool is_merge = key.plain && key.text == "<<";
  if (is_merge) tell(key.place, "expected no merge key, got '<<'");
  YamlNode::Entry made{std::move(key.text), key.place, {}};
  const Path path{path_, made.key, made.place.line};
  path_ = &path;
  const bool read = next() && value(made.value, level + 1);
  path_ = path.parent;
  if (read && is_text && !is_merge) node.entries.push_back(std::move(made));
  return read;
}

bool Reader::map(YamlNode& node, int level) {
  node.kind = YamlNode::Kind::map;
  while (next() && event_.type != YAML_MAPPING_END_EVENT)
    if (!entry(node, level)) break;
  drop_second_keys(node);
  return !stopped_;
}

void Reader::drop_second_keys(YamlNode& node) {
  const auto second = repeated_entries(node);
  if (second.empty()) return;
  for (const auto* e : second) {
    const Path path{path_, e->key, e->place.line};
    path_ = &path;
    tell(e->place, "expected each key once, got it a second time");
    path_ = path.parent;
  }
  std::erase_if(node.entries,
                [&](const YamlNode::Entry& e) { return std::ranges::binary_search(second, &e); });
}

// Reads the value that event_ begins.
bool Reader::value(YamlNode& node, int level) {
  node.place = place_of_mark(event_.start_mark);
  if (++values_ > most_values)
    return stop(node.place, "expected at most " + std::to_string(most_values) + " values");
  if (level > most_levels)
    return stop(node.place, "expected at most " + std::to_string(most_levels) + " levels");
  switch (event_.type) {
    case YAML_SCALAR_EVENT:
      refuse_properties(event_.data.scalar.anchor, event_.data.scalar.tag);
      scalar(node);
      return true;
    case YAML_SEQUENCE_START_EVENT:
      refuse_properties(event_.data.sequence_start.anchor, event_.data.sequence_start.tag);
      return list(node, level);
    case YAML_MAPPING_START_EVENT:
      refuse_properties(event_.data.mapping_start.anchor, event_.data.mapping_start.tag);
      return map(node, level);
    default:
      refuse_alias();
      return true;
  }
}

void Reader::end_of_document() {
  if (!next() || !next() || event_.type == YAML_STREAM_END_EVENT) return;
  tell(place_of_mark(event_.start_mark), "expected one document, got a second one");
}

YamlDocument Reader::document() {
  const bool some = next() && next() && event_.type == YAML_DOCUMENT_START_EVENT;
  if (some && next()) value(result_.root, 1);
  result_.complete = !stopped_;
  if (some) end_of_document();
  std::ranges::stable_sort(result_.problems, {}, [](const Problem& p) {
    return std::pair(p.place.line, p.place.column);
  });
  return std::move(result_);
}

}  // namespace

YamlDocument read_yaml(std::string_view text) {
  if (auto problem = yaml_text_problem(text)) return {{}, {std::move(*problem)}, false};
  return Reader(text).document();
}

}  // namespace sa
