#include "core/run.h"

#include <cstring>
#include <utility>

namespace sa {
namespace {

template <typename Enum>
struct Word {
  Enum value;
  std::string_view text;
};

constexpr Word<State> state_words[] = {
    {State::running, "running"}, {State::succeeded, "succeeded"},
    {State::failed, "failed"},   {State::interrupted, "interrupted"},
    {State::skipped, "skipped"}, {State::refused, "refused"},
    {State::missed, "missed"},
};

constexpr Word<Result> result_words[] = {
    {Result::success, "success"},
    {Result::resources, "resources"},
    {Result::protocol, "protocol"},
    {Result::timeout, "timeout"},
    {Result::exit_code, "exit-code"},
    {Result::signal, "signal"},
    {Result::core_dump, "core-dump"},
    {Result::watchdog, "watchdog"},
    {Result::start_limit_hit, "start-limit-hit"},
    {Result::oom_kill, "oom-kill"},
    {Result::exec_condition, "exec-condition"},
};

constexpr Word<TriggerType> trigger_words[] = {
    {TriggerType::unknown, "unknown"}, {TriggerType::timer, "timer"},
    {TriggerType::manual, "manual"},   {TriggerType::path, "path"},
    {TriggerType::socket, "socket"},   {TriggerType::unit, "unit"},
    {TriggerType::event, "event"},     {TriggerType::boot, "boot"},
};

constexpr Word<RecordedBy> source_words[] = {
    {RecordedBy::bus, "bus"},           {RecordedBy::journal, "journal"},
    {RecordedBy::both, "both"},         {RecordedBy::upstart, "upstart"},
    {RecordedBy::schedule, "schedule"},
};

template <typename Enum, std::size_t Size>
std::string_view word_of(const Word<Enum> (&words)[Size], Enum value) {
  for (const auto& word : words)
    if (word.value == value) return word.text;
  std::abort();
}

template <typename Enum, std::size_t Size>
std::optional<Enum> value_of(const Word<Enum> (&words)[Size], std::string_view text) {
  for (const auto& word : words)
    if (word.text == text) return word.value;
  return std::nullopt;
}

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::string to_string(const Id128& id) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text(32, '0');
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    text[2 * i] = digits[id.bytes[i] >> 4];
    text[2 * i + 1] = digits[id.bytes[i] & 15];
  }
  return text;
}

std::optional<Id128> parse_id128(std::string_view text) {
  Id128 id;
  std::size_t count = 0;
  for (const char c : text) {
    if (c == '-') continue;
    const auto digit = hex_digit(c);
    if (!digit || count == 32) return std::nullopt;
    auto& byte = id.bytes[count++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | *digit);
  }
  if (count != 32 || id == Id128{}) return std::nullopt;
  return id;
}

std::string_view to_string(State state) {
  return word_of(state_words, state);
}
std::string_view to_string(Result result) {
  return word_of(result_words, result);
}
std::string_view to_string(TriggerType type) {
  return word_of(trigger_words, type);
}
std::string_view to_string(RecordedBy source) {
  return word_of(source_words, source);
}
std::optional<State> parse_state(std::string_view word) {
  return value_of(state_words, word);
}
std::optional<Result> parse_result(std::string_view word) {
  return value_of(result_words, word);
}

std::string signal_name(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? name : std::to_string(number);
}

}  // namespace sa
