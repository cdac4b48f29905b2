#include "core/error.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sa {
namespace {

using test::at_second;
using test::at_usec;
using test::bare_run;
using test::Directory;
using test::full_run;
using test::full_unit;
using test::id_of;

void put_all(RunWriter& writer, const std::vector<sa::Run>& runs) {
  for (const auto& run : runs) writer.put(run);
  writer.commit();
}

std::vector<sa::Run> runs_in(const RunReader& reader, const Span& span = {},
                             Order order = Order::oldest_first) {
  std::vector<sa::Run> runs;
  reader.visit_runs(span, order, [&](const sa::Run& run) {
    runs.push_back(run);
    return Visit::go_on;
  });
  return runs;
}

std::vector<sa::Run> runs_of(const RunReader& reader, const std::string& unit,
                             const Span& span = {}, Order order = Order::oldest_first) {
  std::vector<sa::Run> runs;
  reader.visit_runs_of(unit, span, order, [&](const sa::Run& run) {
    runs.push_back(run);
    return Visit::go_on;
  });
  return runs;
}

std::vector<sa::Run> reversed(std::vector<sa::Run> runs) {
  std::reverse(runs.begin(), runs.end());
  return runs;
}

// `count` runs of the units "u0.service", "u1.service" ... in turn, a second apart.
std::vector<sa::Run> many_runs(int count, int units) {
  std::vector<sa::Run> runs;
  for (int i = 0; i < count; ++i)
    runs.push_back(bare_run("u" + std::to_string(i % units) + ".service",
                            static_cast<std::uint64_t>(i), at_second(1795000000 + i)));
  return runs;
}

TEST(RunLog, BringsBackARunWithEveryField) {
  Directory directory;
  RunWriter writer(directory.store());
  put_all(writer, {full_run()});
  EXPECT_EQ(runs_in(RunReader(directory.store())), std::vector<sa::Run>{full_run()});
  EXPECT_EQ(writer.run(full_run().identity), full_run());
  EXPECT_EQ(writer.size(), 1U);
}

TEST(RunLog, KnowsWhoStartedARunAlsoWhereThatIsToldLater) {
  Directory directory;
  RunWriter writer(directory.store());
  sa::Run run = bare_run("a.service", 1, at_second(1'795'000'000));
  put_all(writer, {run});
  run.trigger = {TriggerType::manual, {}, {}, false, "alice"};
  put_all(writer, {run});
  EXPECT_EQ(runs_in(RunReader(directory.store())), std::vector<sa::Run>{run});
  EXPECT_EQ(writer.run(run.identity), run);
}

TEST(RunLog, ShowsNothingBeforeTheCommitAndNothingAfterARollBack) {
  Directory directory;
  RunWriter writer(directory.store());
  const RunReader reader(directory.store());
  writer.put(full_run());
  writer.put_unit(full_unit());
  writer.put_note("journal-cursor", "s=1");
  EXPECT_EQ(runs_in(reader), std::vector<sa::Run>{});
  writer.roll_back();
  writer.commit();
  EXPECT_EQ(runs_in(reader), std::vector<sa::Run>{});
  EXPECT_EQ(writer.units(), std::vector<UnitRecord>{});
  EXPECT_EQ(writer.note("journal-cursor"), std::nullopt);
}

TEST(RunLog, ReplacesTheRunWithTheSameIdentityInItsPlace) {
  Directory directory;
  RunWriter writer(directory.store());
  auto runs = many_runs(3, 1);
  put_all(writer, runs);
  sa::Run again = runs[1];
  again.at = runs[1].at + std::chrono::minutes(30);
  again.state = State::failed;
  again.reason = "it broke";
  put_all(writer, {again});
  again.at = runs[1].at;
  EXPECT_EQ(runs_in(RunReader(directory.store())), (std::vector<sa::Run>{runs[0], again, runs[2]}));

  put_all(writer, {runs[1]});
  EXPECT_EQ(runs_in(RunReader(directory.store())), runs);
}

TEST(RunLog, KnowsTheNewestRunOfAUnitHoweverLateItIsToldAgain) {
  Directory directory;
  RunWriter writer(directory.store());
  const sa::Run yearly = bare_run("yearly.service", 1, at_second(1000));
  put_all(writer, {yearly});
  sa::Run again = yearly;
  again.at = at_second(1795000000);
  put_all(writer, {again});
  EXPECT_EQ(runs_in(RunReader(directory.store())), std::vector<sa::Run>{yearly});
}

TEST(RunLog, UpdatesARunningRunThatBeganLongAgoAfterAReopen) {
  Directory directory;
  sa::Run run = bare_run("daemon.service", 1, at_second(1000));
  run.state = State::running;
  {
    RunWriter writer(directory.store());
    put_all(writer, {run, bare_run("daemon.service", 2, at_second(1795000000))});
  }
  RunWriter writer(directory.store());
  EXPECT_EQ(writer.open_runs(), std::vector<sa::Run>{run});
  run.state = State::succeeded;
  sa::Run told = run;
  told.at = at_second(1795000001);
  put_all(writer, {told});
  EXPECT_EQ(writer.open_runs(), std::vector<sa::Run>{});
  EXPECT_EQ(runs_in(RunReader(directory.store())).at(0), run);
}

TEST(RunLog, TakesARunThatBeginsAndEndsInOneCommit) {
  Directory directory;
  RunWriter writer(directory.store());
  sa::Run run = full_run();
  run.state = State::running;
  run.reason.clear();
  writer.put(run);
  writer.put(full_run());
  writer.commit();
  EXPECT_EQ(runs_in(RunReader(directory.store())), std::vector<sa::Run>{full_run()});
  EXPECT_EQ(writer.open_runs(), std::vector<sa::Run>{});
}

TEST(RunLog, ReadsRunsOfEverythingInASpanInBothOrders) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto runs = many_runs(2000, 7);
  put_all(writer, runs);
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_in(reader), runs);
  EXPECT_EQ(runs_in(reader, {}, Order::newest_first), reversed(runs));
  const Span span{runs[100].at, runs[1900].at};
  const std::vector<sa::Run> inner(runs.begin() + 100, runs.begin() + 1900);
  EXPECT_EQ(runs_in(reader, span), inner);
  EXPECT_EQ(runs_in(reader, span, Order::newest_first), reversed(inner));
  EXPECT_EQ(runs_in(reader, {runs[5].at, runs[5].at}), std::vector<sa::Run>{});
}

TEST(RunLog, ReadsRunsOfOneUnitInASpanInBothOrders) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto runs = many_runs(5000, 5);
  put_all(writer, runs);
  std::vector<sa::Run> mine;
  for (std::size_t i = 3; i < runs.size(); i += 5) mine.push_back(runs[i]);
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_of(reader, "u3.service"), mine);
  EXPECT_EQ(runs_of(reader, "u3.service", {}, Order::newest_first), reversed(mine));
  const Span span{mine[10].at, mine[900].at};
  const std::vector<sa::Run> inner(mine.begin() + 10, mine.begin() + 900);
  EXPECT_EQ(runs_of(reader, "u3.service", span), inner);
  EXPECT_EQ(runs_of(reader, "u3.service", span, Order::newest_first), reversed(inner));
  EXPECT_EQ(runs_of(reader, "unknown.service"), std::vector<sa::Run>{});
  EXPECT_EQ(reader.last_run("u3.service"), mine.back());
  EXPECT_EQ(writer.last_run("u3.service"), mine.back());
  EXPECT_EQ(reader.last_run("unknown.service"), std::nullopt);
}

TEST(RunLog, ReadsAcrossPartitions) {
  Directory directory;
  RunWriter writer(directory.store());
  auto runs = many_runs(100000, 3);
  runs.push_back(bare_run("rare.service", 200000, at_second(1794000000)));
  put_all(writer, runs);
  std::vector<sa::Run> mine;
  for (std::size_t i = 1; i < 100000; i += 3) mine.push_back(runs[i]);
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_of(reader, "u1.service"), mine);
  EXPECT_EQ(runs_of(reader, "u1.service", {}, Order::newest_first), reversed(mine));
  EXPECT_EQ(reader.last_run("rare.service"), runs.back());
  for (const std::size_t i : {0, 40000, 99999}) EXPECT_EQ(writer.run(runs[i].identity), runs[i]);
  put_all(writer, {runs[40000]});
  EXPECT_EQ(writer.size(), 100001U);
}

TEST(RunLog, StopsWhenTheVisitorSaysSo) {
  Directory directory;
  RunWriter writer(directory.store());
  put_all(writer, many_runs(100, 1));
  int seen = 0;
  RunReader(directory.store()).visit_runs({}, Order::newest_first, [&](const sa::Run&) {
    return ++seen == 50 ? Visit::stop : Visit::go_on;
  });
  EXPECT_EQ(seen, 50);
}

TEST(RunLog, LetsTheVisitorReadFromTheSameReader) {
  Directory directory;
  RunWriter writer(directory.store());
  put_all(writer, many_runs(300, 2));
  const RunReader reader(directory.store());
  int matching = 0;
  reader.visit_runs({}, Order::oldest_first, [&](const sa::Run& run) {
    matching += reader.last_run(run.unit)->unit == run.unit ? 1 : 0;
    return Visit::go_on;
  });
  EXPECT_EQ(matching, 300);
}

TEST(RunLog, OrdersRunsThatComeOutOfOrder) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto runs = many_runs(3000, 4);
  std::vector<sa::Run> shuffled;
  for (std::size_t i = 0; i < runs.size(); ++i) shuffled.push_back(runs[i * 1009 % runs.size()]);
  for (std::size_t i = 0; i < shuffled.size(); i += 100)
    put_all(writer, {shuffled.begin() + static_cast<std::ptrdiff_t>(i),
                     shuffled.begin() + static_cast<std::ptrdiff_t>(i) + 100});
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_in(reader), runs);
  EXPECT_EQ(runs_of(reader, "u2.service").size(), 750U);
}

TEST(RunLog, KeepsTenThousandRunsOfOneMicrosecondInTheOrderTheyCame) {
  Directory directory;
  RunWriter writer(directory.store());
  std::vector<sa::Run> runs;
  for (std::uint64_t i = 0; i < 10000; ++i)
    runs.push_back(bare_run("same.service", i, at_usec(1795000000000000)));
  put_all(writer, runs);
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_in(reader), runs);
  EXPECT_EQ(runs_of(reader, "same.service", {}, Order::newest_first), reversed(runs));
}

TEST(RunLog, FindsRunsByTheBeginningOfTheirInvocation) {
  Directory directory;
  RunWriter writer(directory.store());
  std::vector<sa::Run> runs = many_runs(4, 1);
  runs[0].identity = id_of(0xabcdef0123456789, 1);
  runs[1].identity = id_of(0xabcdef0199999999, 2);
  runs[2].identity = id_of(0xabcdef0123456789, 3);
  runs[3].identity = id_of(0xabcdef0123456789, 4);
  runs[3].has_invocation = false;
  put_all(writer, runs);
  const RunReader reader(directory.store());
  const auto found = [&](std::string_view hex, std::size_t limit = 10) {
    return reader.runs_with_invocation(hex, limit);
  };
  EXPECT_EQ(found("abcdef0"), (std::vector<sa::Run>{runs[0], runs[1], runs[2]}));
  EXPECT_EQ(found("ABCDEF01"), (std::vector<sa::Run>{runs[0], runs[1], runs[2]}));
  EXPECT_EQ(found("a", 2), (std::vector<sa::Run>{runs[0], runs[1]}));
  EXPECT_EQ(found("abcdef012"), (std::vector<sa::Run>{runs[0], runs[2]}));
  EXPECT_EQ(found("abcdef01234567890000000000000003"), std::vector<sa::Run>{runs[2]});
  EXPECT_EQ(found("abcdef01234567890000000000000004"), std::vector<sa::Run>{});
  EXPECT_EQ(found("b"), std::vector<sa::Run>{});
  EXPECT_EQ(found(""), std::vector<sa::Run>{});
  EXPECT_EQ(found("xyz"), std::vector<sa::Run>{});
  EXPECT_EQ(found("abcdef0123456789000000000000000300"), std::vector<sa::Run>{});
}

TEST(RunLog, TellsApartRunsWhoseIdentitiesBeginAlike) {
  Directory directory;
  RunWriter writer(directory.store());
  std::vector<sa::Run> runs;
  for (std::uint64_t i = 0; i < 500; ++i) {
    runs.push_back(bare_run("u.service", i, at_second(1795000000 + static_cast<int>(i))));
    runs.back().identity = id_of(0x7777777700000000, i + 1);
  }
  put_all(writer, runs);
  for (auto& run : runs) run.exit_status = 0;
  put_all(writer, runs);
  EXPECT_EQ(runs_in(RunReader(directory.store())), runs);
}

TEST(RunLog, MovesARunBetweenUnitsWhenItsUnitWasMistaken) {
  Directory directory;
  RunWriter writer(directory.store());
  sa::Run run = bare_run("wrong.service", 1, at_second(1795000000));
  put_all(writer, {run});
  run.unit = "right.service";
  put_all(writer, {run});
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_of(reader, "wrong.service"), std::vector<sa::Run>{});
  EXPECT_EQ(runs_of(reader, "right.service"), std::vector<sa::Run>{run});
}

TEST(RunLog, KeepsUnitsAndNotesAcrossAReopen) {
  Directory directory;
  const UnitRecord other = test::bare_unit("a.service");
  {
    RunWriter writer(directory.store());
    writer.put_unit(full_unit());
    writer.put_unit(other);
    writer.put_note("journal-cursor", "s=1;i=2");
    writer.put_note("empty", "");
    writer.commit();
    UnitRecord changed = full_unit();
    changed.consecutive_failures = 0;
    writer.put_unit(changed);
    writer.put_unit(full_unit());
    writer.put_note("journal-cursor", "s=1;i=3");
    writer.commit();
  }
  RunWriter writer(directory.store());
  EXPECT_EQ(writer.units(), (std::vector<UnitRecord>{other, full_unit()}));
  EXPECT_EQ(writer.note("journal-cursor"), "s=1;i=3");
  EXPECT_EQ(writer.note("empty"), "");
  EXPECT_EQ(writer.note("unknown"), std::nullopt);
  const RunReader reader(directory.store());
  EXPECT_EQ(reader.units(), (std::vector<UnitRecord>{other, full_unit()}));
  EXPECT_EQ(reader.unit("a.service"), other);
  EXPECT_EQ(reader.unit("b.service"), std::nullopt);
}

TEST(RunLog, TakesNamesLongerThanAnLmdbKey) {
  Directory directory;
  RunWriter writer(directory.store());
  sa::Run run = bare_run(std::string(3000, 'u') + ".upstart", 1, at_second(1795000000));
  run.trigger.unit = std::string(700, 't');
  run.reason = std::string(9000, 'r');
  put_all(writer, {run});
  EXPECT_EQ(runs_of(RunReader(directory.store()), run.unit), std::vector<sa::Run>{run});
}

TEST(RunLog, RefusesARunBefore1970) {
  Directory directory;
  RunWriter writer(directory.store());
  EXPECT_EQ(test::message_of<Error>([&] { writer.put(bare_run("a.service", 1, at_usec(-1))); }),
            "cannot write a run of 'a.service': it began before 1970 or after 2112");
}

TEST(RunLog, DropsRunsByAgeButNotThoseStillGoing) {
  Directory directory;
  RunWriter writer(directory.store());
  auto runs = many_runs(10, 2);
  runs[1].state = State::running;
  runs[2].reason = "it broke";
  put_all(writer, runs);
  const Retention retention{.age = std::chrono::seconds(5), .runs = std::nullopt};
  EXPECT_EQ(writer.prune(retention, runs[9].at, 2), 2U);
  EXPECT_EQ(writer.prune(retention, runs[9].at, 100), 1U);
  EXPECT_EQ(writer.prune(retention, runs[9].at, 100), 0U);
  writer.commit();
  std::vector<sa::Run> left(runs.begin() + 4, runs.end());
  left.insert(left.begin(), runs[1]);
  const RunReader reader(directory.store());
  EXPECT_EQ(runs_in(reader), left);
  EXPECT_EQ(runs_of(reader, "u0.service"), (std::vector<sa::Run>{runs[4], runs[6], runs[8]}));
  EXPECT_EQ(writer.run(runs[2].identity), std::nullopt);
  EXPECT_EQ(writer.size(), 7U);
}

TEST(RunLog, DropsRunsByNumber) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto runs = many_runs(1000, 3);
  put_all(writer, runs);
  const Retention retention{.age = std::nullopt, .runs = 100};
  EXPECT_EQ(writer.prune(retention, runs[999].at, 10000), 900U);
  writer.commit();
  EXPECT_EQ(runs_in(RunReader(directory.store())),
            std::vector<sa::Run>(runs.begin() + 900, runs.end()));
  EXPECT_EQ(writer.prune({}, runs[999].at, 10000), 0U);
}

TEST(RunLog, GoesOnAfterEverythingWasDropped) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto runs = many_runs(100, 3);
  put_all(writer, {runs.begin(), runs.begin() + 50});
  writer.prune({.age = std::nullopt, .runs = 0}, runs[99].at, 1000);
  writer.commit();
  put_all(writer, {runs.begin() + 20, runs.end()});
  EXPECT_EQ(runs_in(RunReader(directory.store())),
            std::vector<sa::Run>(runs.begin() + 20, runs.end()));
}

}  // namespace
}  // namespace sa
