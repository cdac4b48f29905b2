#include "store/record_format.h"

#include "core/error.h"
#include "tests/store/samples.h"

#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace sa {
namespace {

using test::at_usec;
using test::full_run;
using test::full_status;
using test::full_unit;

RunKey key_of(const sa::Run& run) {
  return static_cast<RunKey>(run.at.time_since_epoch().count()) << 12 | 5;
}

const RunNames names{.unit = 1, .host = 2, .boot = 3, .trigger_unit = 4, .trigger_by = 5};

std::string encoded(const sa::Run& run) {
  std::string value;
  encode_run(run, names, key_of(run), value);
  return value;
}

// What the dictionary and the reasons hold, decode_run leaves as it was.
sa::Run without_names(sa::Run run) {
  run.unit.clear();
  run.trigger.unit.clear();
  run.trigger.by.clear();
  run.host.clear();
  run.boot = {};
  run.reason.clear();
  return run;
}

TEST(RecordFormat, BringsBackARunWithEveryField) {
  sa::Run run;
  const auto rest = decode_run(encoded(full_run()), key_of(full_run()), run);
  EXPECT_EQ(run, without_names(full_run()));
  EXPECT_EQ(rest.names.unit, 1U);
  EXPECT_EQ(rest.names.host, 2U);
  EXPECT_EQ(rest.names.boot, 3U);
  EXPECT_EQ(rest.names.trigger_unit, 4U);
  EXPECT_EQ(rest.names.trigger_by, 5U);
  EXPECT_TRUE(rest.has_reason);
}

TEST(RecordFormat, BringsBackARunWithNoOptionalFieldIntoOneThatHadThemAll) {
  const sa::Run bare = test::bare_run("", 9, at_usec(1));
  sa::Run run = full_run();
  const auto rest = decode_run(encoded(bare), key_of(bare), run);
  EXPECT_EQ(without_names(run), bare);
  EXPECT_FALSE(rest.has_reason);
}

TEST(RecordFormat, KeepsTheSizeOfARunWhenItEnds) {
  sa::Run running = full_run();
  running.state = State::running;
  running.ended = std::nullopt;
  running.result = std::nullopt;
  running.exit_status = std::nullopt;
  running.reason.clear();
  EXPECT_EQ(encoded(running).size(), encoded(full_run()).size());
}

TEST(RecordFormat, BringsBackTheInstantOfARunStoredSomeMicrosecondsLater) {
  const auto later = key_of(full_run()) + (RunKey{65535} << 12);
  std::string value;
  encode_run(full_run(), names, later, value);
  sa::Run run;
  decode_run(value, later, run);
  EXPECT_EQ(run.at, full_run().at);
}

TEST(RecordFormat, RefusesARunUnderAnotherKey) {
  sa::Run run;
  EXPECT_EQ(test::message_of<Damaged>(
                [&] { decode_run(encoded(full_run()), key_of(full_run()) + 1, run); }),
            "cannot read a run: its checksum does not match");
}

TEST(RecordFormat, RefusesAnotherKindOfValueUnderTheSameKey) {
  std::string value;
  encode_reason("it broke", key_of(full_run()), value);
  sa::Run run;
  EXPECT_EQ(test::message_of<Damaged>([&] { decode_run(value, key_of(full_run()), run); }),
            "cannot read a run: its checksum does not match");
}

TEST(RecordFormat, BringsBackAReason) {
  std::string value;
  encode_reason("it broke", 77, value);
  std::string reason = "another";
  decode_reason(value, 77, reason);
  EXPECT_EQ(reason, "it broke");
}

TEST(RecordFormat, BringsBackAUnitWithEveryFieldAndOneWithNone) {
  for (const auto& unit : {full_unit(), test::bare_unit("a.service")}) {
    std::string value;
    encode_unit(unit, 12, value);
    EXPECT_EQ(decode_unit(value, 12), unit);
  }
}

TEST(RecordFormat, BringsBackWhatWasToldOfAUnit) {
  UnitRecord unit = full_unit();
  unit.notify = {"mail:ops@example.org", "irc"};
  unit.told = Health::broken;
  unit.exempt_until = test::at_second(5);
  unit.fatal_run = test::id_of(3, 4);
  std::string value;
  encode_unit(unit, 12, value);
  EXPECT_EQ(decode_unit(value, 12), unit);
}

TEST(RecordFormat, BringsBackTheNoticeThatIsUnderWayWithEveryFieldAndWithFew) {
  UnitRecord unit = full_unit();
  Notice few;
  few.unit = unit.unit;
  few.job = unit.job;
  few.team = unit.team;
  few.decided = test::at_second(6);
  Notice all = few;
  all.health = Health::overdue;
  all.was = Health::broken;
  all.since = test::at_second(1);
  all.reason = "no run began";
  all.invocation = test::id_of(5, 6);
  all.run_began = test::at_second(2);
  all.run_ended = test::at_second(3);
  all.targets = {"mail:ops@example.org", "irc"};
  for (const Notice& notice : {few, all}) {
    unit.telling = notice;
    std::string value;
    encode_unit(unit, 12, value);
    EXPECT_EQ(decode_unit(value, 12), unit);
  }
}

// As programs of before wrote it: a table that ends before the field.
TEST(RecordFormat, AUnitOfBeforeNoticesWereWrittenDownHasNoneUnderWay) {
  UnitRecord unit = full_unit();
  std::string before;
  encode_unit(unit, 12, before);
  EXPECT_EQ(decode_unit(before, 12).telling, std::nullopt);
  unit.telling.emplace().unit = unit.unit;
  std::string now;
  encode_unit(unit, 12, now);
  EXPECT_LT(before.size(), now.size()) << "what is absent takes no room";
}

TEST(RecordFormat, BringsBackWhatPeopleDidToAUnit) {
  UnitRecord unit = full_unit();
  unit.changes = {{test::at_second(1), "pause", "other.timer", "alice", test::at_second(9), "disk"},
                  {test::at_second(2), "run", unit.unit, "bob"}};
  unit.timers[1].earlier_pauses = {
      {"alice", test::at_second(1), test::at_second(3), "disk", test::at_second(2)},
      {"bob", test::at_second(4), std::nullopt, "", test::at_second(5)}};
  std::string value;
  encode_unit(unit, 12, value);
  EXPECT_EQ(decode_unit(value, 12), unit);
}

TEST(RecordFormat, BringsBackAStatusWithEveryFieldAndOneWithNone) {
  UnitStatus bare;
  bare.unit = "a.service";
  UnitStatus by_hand = full_status();
  by_hand.last_run->trigger = {TriggerType::manual, {}, {}, false, "alice"};
  for (const auto& status : {full_status(), by_hand, bare}) {
    std::string value;
    encode_unit_status(status, value);
    EXPECT_EQ(decode_unit_status(value), status);
  }
}

constexpr Bytes slots_key = "\1\2\3\4";

SlotRange some_slots() {
  return {.unit = "",
          .first = test::at_second(60),
          .last = test::at_second(180),
          .count = 3,
          .verdict = SlotVerdict::absorbed,
          .reason = "the run before was still going",
          .gaps = {{std::chrono::seconds(60), 2}}};
}

TEST(RecordFormat, BringsBackDueInstants) {
  std::string value;
  encode_slots(some_slots(), slots_key, value);
  EXPECT_EQ(decode_slots(value, slots_key), some_slots());
}

// Each kind of value, and how it is read.
struct Sample {
  const char* name;
  std::string value;
  std::function<void(Bytes)> decode;
};

std::vector<Sample> samples() {
  std::vector<Sample> all{{"run", encoded(full_run()),
                           [](Bytes value) {
                             sa::Run run;
                             decode_run(value, key_of(full_run()), run);
                           }},
                          {"reason",
                           {},
                           [](Bytes value) {
                             std::string reason;
                             decode_reason(value, 5, reason);
                           }},
                          {"unit", {}, [](Bytes value) { decode_unit(value, 12); }},
                          {"status", {}, [](Bytes value) { decode_unit_status(value); }},
                          {"slots", {}, [](Bytes value) { decode_slots(value, slots_key); }}};
  encode_reason("the process of ExecStartPre= exited with 3", 5, all[1].value);
  encode_unit(full_unit(), 12, all[2].value);
  encode_unit_status(full_status(), all[3].value);
  encode_slots(some_slots(), slots_key, all[4].value);
  return all;
}

// At every address, as LMDB hands values out, with an own allocation so that a read beyond its end
// is found.
void expect_refused(const Sample& sample, Bytes value) {
  for (const std::size_t offset : {0, 2}) {
    const std::string bytes = std::string(offset, 'x') + std::string(value);
    EXPECT_THROW(sample.decode(Bytes(bytes).substr(offset)), Damaged) << sample.name;
  }
}

TEST(RecordFormat, ReadsAValueAtAnyAddress) {
  for (const auto& sample : samples())
    for (std::size_t offset = 0; offset < 8; ++offset) {
      const std::string bytes = std::string(offset, 'x') + sample.value;
      EXPECT_NO_THROW(sample.decode(Bytes(bytes).substr(offset))) << sample.name;
    }
}

TEST(RecordFormat, RefusesAValueCutAtAnyLength) {
  for (const auto& sample : samples())
    for (std::size_t size = 0; size < sample.value.size(); ++size)
      expect_refused(sample, Bytes(sample.value).substr(0, size));
}

TEST(RecordFormat, RefusesAValueFlippedAtAnyBit) {
  for (const auto& sample : samples())
    for (std::size_t bit = 0; bit < sample.value.size() * 8; ++bit) {
      std::string value = sample.value;
      value[bit / 8] = static_cast<char>(value[bit / 8] ^ 1 << bit % 8);
      expect_refused(sample, value);
    }
}

// Behind the checksum stands the verifier: what was sealed over damage is refused by it, or read,
// but never read beyond its end. The sanitizers tell.
TEST(RecordFormat, SurvivesDamageUnderARightChecksum) {
  const RunKey run_key = key_of(full_run());
  const RunKey reason_key = 5;
  const std::uint32_t unit_key = 12;
  const auto key = [](const auto& value) {
    return Bytes(reinterpret_cast<const char*>(&value), sizeof value);
  };
  const auto all = samples();
  const std::pair<Kind, Bytes> places[] = {{Kind::run, key(run_key)},
                                           {Kind::reason, key(reason_key)},
                                           {Kind::unit, key(unit_key)},
                                           {Kind::status_unit, Bytes()},
                                           {Kind::slots, slots_key}};
  int refused = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto inner = all[i].value.substr(checksum_size);
    for (std::size_t byte = 0; byte < inner.size(); ++byte)
      for (const int mask : {1, 0x10, 0x80, 0xff}) {
        std::string damaged = inner;
        damaged[byte] = static_cast<char>(damaged[byte] ^ mask);
        std::string value;
        seal(places[i].first, places[i].second, damaged, value);
        try {
          all[i].decode(value);
        } catch (const Damaged&) {
          ++refused;
        }
      }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace sa
