#include "cli/json.h"

#include "cli/run_words.h"
#include "core/utf8.h"

#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#elif defined(__ARM_NEON)
#define RAPIDJSON_NEON
#endif
#include <array>
#include <charconv>
#include <span>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace sa {
namespace {

using Buffer = rapidjson::StringBuffer;
using Writer = rapidjson::Writer<Buffer>;

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

class JsonLines::Impl {
 public:
  explicit Impl(Output& out) : out_(out), writer_(buffer_) {}

  void line(const Run& run, const Owner& owner) {
    writer_.Reset(buffer_);
    object(run, owner);
    end_line();
  }

  void line(const UnitStatus& unit, const Verdict& verdict) {
    writer_.Reset(buffer_);
    object(unit, verdict);
    end_line();
  }

  void due_line(const UnitStatus& unit, const Verdict& verdict) {
    writer_.Reset(buffer_);
    due_object(unit, verdict);
    end_line();
  }

  void line(std::string_view unit, const Owner& owner, const UnitSlot& slot) {
    writer_.Reset(buffer_);
    object(unit, owner, slot);
    end_line();
  }

  void line(std::string_view unit, const Owner& owner, const RunStats& stats) {
    writer_.Reset(buffer_);
    object(unit, owner, stats);
    end_line();
  }

 private:
  void end_line() {
    buffer_.Put('\n');
    out_.put({buffer_.GetString(), buffer_.GetSize()});
    buffer_.Clear();
  }

  void object(const Run& run, const Owner& owner) {
    writer_.StartObject();
    word("unit", run.unit);
    text("job", owner.job);
    text("team", owner.team);
    key("invocation");
    run.has_invocation ? id(run.identity) : null();
    key("attempt");
    writer_.Uint(run.attempt);
    key("trigger");
    trigger(run.trigger);
    instant("due", run.due);
    word("state", to_string(run.state));
    instant("began", run.began);
    instant("ended", run.ended);
    seconds("duration", duration_of(run));
    text("result", run.result ? to_string(*run.result) : std::string_view());
    number("exit_status", run.exit_status);
    text("exit_signal", run.exit_signal ? signal_name(*run.exit_signal) : std::string());
    number("pid", run.pid);
    text("reason", run.reason);
    seconds("cpu_seconds", run.cpu);
    text("host", run.host);
    key("boot");
    run.boot == Id128{} ? null() : id(run.boot);
    word("recorded_by", to_string(run.recorded_by));
    writer_.EndObject();
  }

  void object(const UnitStatus& unit, const Verdict& verdict) {
    writer_.StartObject();
    word("unit", unit.unit);
    text("job", unit.job);
    text("team", unit.team);
    list("tags", unit.tags);
    text("timer", unit.timers.empty() ? std::string_view() : unit.timers.front());
    list("timers", unit.timers);
    text("schedule", joined(unit.schedule));
    word("health", to_string(verdict.health));
    text("reason", verdict.reason);
    instant("since", verdict.since);
    key("last_run");
    unit.last_run ? object(*unit.last_run, {unit.job, unit.team}) : null();
    instant("last_success", unit.last_success);
    instant("next_due", unit.next_due);
    instant("expected_by", unit.expected_by);
    seconds("grace", unit.grace);
    seconds("deadline", unit.deadline);
    key("consecutive_failures");
    writer_.Uint(unit.consecutive_failures);
    object("paused", unit.paused);
    object("retired", unit.retired);
    writer_.EndObject();
  }

  void object(const char* name, const std::optional<PausedSpan>& pause) {
    key(name);
    if (!pause) return null();
    writer_.StartObject();
    text("by", pause->by);
    instant("at", pause->at);
    instant("until", pause->until);
    text("reason", pause->reason);
    writer_.EndObject();
  }

  void object(const char* name, const std::optional<Retirement>& retired) {
    key(name);
    if (!retired) return null();
    writer_.StartObject();
    text("by", retired->by);
    instant("at", retired->at);
    text("reason", retired->reason);
    writer_.EndObject();
  }

  void due_object(const UnitStatus& unit, const Verdict& verdict) {
    writer_.StartObject();
    word("unit", unit.unit);
    text("job", unit.job);
    text("team", unit.team);
    text("timer", unit.timers.empty() ? std::string_view() : unit.timers.front());
    text("schedule", joined(unit.schedule));
    instant("next_due", unit.next_due);
    instant("expected_by", unit.expected_by);
    word("health", to_string(verdict.health));
    writer_.EndObject();
  }

  void object(std::string_view unit, const Owner& owner, const UnitSlot& slot) {
    writer_.StartObject();
    word("unit", unit);
    text("job", owner.job);
    text("team", owner.team);
    instant("due", slot.due);
    word("verdict", to_string(slot.verdict));
    seconds("late", slot.run ? slot.run->late : std::nullopt);
    instant("began", slot.run ? slot.run->began : std::nullopt);
    key("invocation");
    slot.run&& slot.run->has_invocation ? id(slot.run->identity) : null();
    text("reason", slot.reason);
    writer_.EndObject();
  }

  void object(std::string_view unit, const Owner& owner, const RunStats& stats) {
    const DurationSpread& durations = stats.durations();
    writer_.StartObject();
    word("unit", unit);
    text("job", owner.job);
    text("team", owner.team);
    instant("from", stats.from());
    instant("to", stats.to());
    key("runs");
    writer_.Uint64(stats.runs());
    key("failures");
    writer_.Uint64(stats.failures());
    key("success_rate");
    const auto rate = stats.success_rate();
    rate ? writer_.Double(*rate) : writer_.Null();
    seconds("duration_min", durations.shortest());
    seconds("duration_median", durations.quantile(0.5));
    seconds("duration_p95", durations.quantile(0.95));
    seconds("duration_max", durations.longest());
    key("trend");
    writer_.StartArray();
    for (const auto& part : stats.trend()) seconds(part);
    writer_.EndArray();
    writer_.EndObject();
  }

  void trigger(const Trigger& trigger) {
    writer_.StartObject();
    word("type", to_string(trigger.type));
    text("unit", trigger.unit);
    instant("time", trigger.time);
    key("inferred");
    writer_.Bool(trigger.inferred);
    writer_.EndObject();
  }

  void key(std::string_view name) { writer_.Key(name.data(), size_of(name)); }
  void null() { writer_.Null(); }

  void string(std::string_view value) {
    if (is_utf8(value)) {
      writer_.String(value.data(), size_of(value));
      return;
    }
    const std::string repaired = repaired_utf8(value);
    writer_.String(repaired.data(), size_of(repaired));
  }

  void word(std::string_view name, std::string_view value) {
    key(name);
    string(value);
  }

  // Empty is absent.
  void text(std::string_view name, std::string_view value) {
    key(name);
    value.empty() ? null() : string(value);
  }

  void list(std::string_view name, const std::vector<std::string>& values) {
    key(name);
    writer_.StartArray();
    for (const std::string& value : values) string(value);
    writer_.EndArray();
  }

  static std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) text.append(text.empty() ? "" : "; ").append(value);
    return text;
  }

  void id(const Id128& id) {
    constexpr char digits[] = "0123456789abcdef";
    std::array<char, 32> text;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
      text[2 * i] = digits[id.bytes[i] >> 4];
      text[2 * i + 1] = digits[id.bytes[i] & 15];
    }
    writer_.String(text.data(), text.size());
  }

  void instant(std::string_view name, std::optional<Instant> value) {
    key(name);
    if (!value) return null();
    std::array<char, rfc3339_size + 2> text;
    text.front() = text.back() = '"';
    write_rfc3339(*value, &text[1]);
    writer_.RawValue(text.data(), text.size(), rapidjson::kStringType);
  }

  void seconds(std::string_view name, std::optional<Duration> value) {
    key(name);
    seconds(value);
  }

  // Exact to the microsecond, which a double's shortest form is not made for.
  void seconds(std::optional<Duration> value) {
    if (!value) return null();
    std::array<char, 32> text;
    char* out = text.data();
    auto usec = static_cast<std::uint64_t>(value->count());
    if (value->count() < 0) {
      *out++ = '-';
      usec = 0 - usec;
    }
    out = std::to_chars(out, text.data() + text.size(), usec / 1'000'000).ptr;
    if (auto fraction = usec % 1'000'000; fraction != 0) {
      *out++ = '.';
      for (std::uint64_t digit = 100'000; fraction != 0; fraction %= digit, digit /= 10)
        *out++ = static_cast<char>('0' + fraction / digit);
    }
    writer_.RawValue(text.data(), static_cast<std::size_t>(out - text.data()),
                     rapidjson::kNumberType);
  }

  template <typename Number>
  void number(std::string_view name, std::optional<Number> value) {
    key(name);
    value ? writer_.Int64(*value) : writer_.Null();
  }

  Output& out_;
  Buffer buffer_;
  Writer writer_;
};

JsonLines::JsonLines(Output& out) : impl_(std::make_unique<Impl>(out)) {}
JsonLines::~JsonLines() = default;

void JsonLines::put(const Run& run, const Owner& owner) {
  impl_->line(run, owner);
}

void JsonLines::put(const UnitStatus& unit, const Verdict& verdict) {
  impl_->line(unit, verdict);
}

void JsonLines::put_due(const UnitStatus& unit, const Verdict& verdict) {
  impl_->due_line(unit, verdict);
}

void JsonLines::put(std::string_view unit, const Owner& owner, const UnitSlot& slot) {
  impl_->line(unit, owner, slot);
}

void JsonLines::put(std::string_view unit, const Owner& owner, const RunStats& stats) {
  impl_->line(unit, owner, stats);
}

}  // namespace sa
