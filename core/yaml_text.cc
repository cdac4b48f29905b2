#include "core/yaml.h"
#include "core/yaml_rules.h"

#include <new>

#include <yaml.h>

namespace sa {
namespace {

yaml_scalar_style_t style_of(std::string_view text, bool plain) {
  if (text.find('\n') != std::string_view::npos) return YAML_LITERAL_SCALAR_STYLE;
  return plain || is_text_to_all(text) ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

class Writer {
 public:
  Writer();
  ~Writer() { yaml_emitter_delete(&emitter_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  std::string document(const YamlNode& root);

 private:
  void emit(int made, yaml_event_t& event);
  void value(const YamlNode& node);
  void list(const YamlNode& node);
  void map(const YamlNode& node);
  void scalar(std::string_view text, yaml_scalar_style_t style);

  yaml_emitter_t emitter_;
  std::string text_;
};

int append_to(void* text, unsigned char* bytes, std::size_t size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), size);
  return 1;
}

Writer::Writer() {
  if (yaml_emitter_initialize(&emitter_) == 0) throw std::bad_alloc();
  yaml_emitter_set_output(&emitter_, append_to, &text_);
  yaml_emitter_set_unicode(&emitter_, 1);
  yaml_emitter_set_width(&emitter_, -1);
}

void Writer::emit(int made, yaml_event_t& event) {
  if (made == 0 || yaml_emitter_emit(&emitter_, &event) == 0) throw std::bad_alloc();
}

void Writer::scalar(std::string_view text, yaml_scalar_style_t style) {
  yaml_event_t event;
  const auto* bytes = reinterpret_cast<const yaml_char_t*>(text.data());
  emit(yaml_scalar_event_initialize(&event, nullptr, nullptr, bytes, static_cast<int>(text.size()),
                                    1, 1, style),
       event);
}

void Writer::list(const YamlNode& node) {
  yaml_event_t event;
  const auto style = fits_a_line(node) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE;
  emit(yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, style), event);
  for (const YamlNode& item : node.items) value(item);
  emit(yaml_sequence_end_event_initialize(&event), event);
}

void Writer::map(const YamlNode& node) {
  yaml_event_t event;
  emit(yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE),
       event);
  for (const auto& [key, place, item] : node.entries) {
    scalar(key, style_of(key, false));
    value(item);
  }
  emit(yaml_mapping_end_event_initialize(&event), event);
}

void Writer::value(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return scalar("null", YAML_PLAIN_SCALAR_STYLE);
    case YamlNode::Kind::scalar:
      return scalar(node.text, style_of(node.text, node.plain));
    case YamlNode::Kind::list:
      return list(node);
    case YamlNode::Kind::map:
      return map(node);
  }
}

std::string Writer::document(const YamlNode& root) {
  yaml_event_t event;
  emit(yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), event);
  emit(yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1), event);
  value(root);
  emit(yaml_document_end_event_initialize(&event, 1), event);
  emit(yaml_stream_end_event_initialize(&event), event);
  return std::move(text_);
}

}  // namespace

std::string yaml_text(const YamlNode& root) {
  return Writer().document(root);
}

}  // namespace sa
