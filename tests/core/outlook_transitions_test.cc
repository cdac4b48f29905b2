#include "tests/core/outlook_scene.h"

#include <set>

#include <gtest/gtest.h>

namespace sa {
namespace {

using enum Health;
using Pair = std::pair<Health, Health>;

// From one health to another by one thing that happens. Of several that happen between two looks
// (the watcher was down) the verdicts between are not seen.
struct Transition {
  Health from;
  std::string_view story;  // of a unit that never ran, up to `from`
  std::string_view event;
  Health to;
};

constexpr Transition transitions[] = {
    {broken, "hits the start limit", "begins", failed},
    {broken, "nobody looks for long, timer dies", "timer revives", overdue},
    {broken, "begins, time passes, timer dies", "timer revives", overrunning},
    {broken, "time passes, timer dies", "timer revives", late},
    {broken, "hits the start limit, alert-after 2", "begins", suspect},
    {broken, "begins, timer dies", "timer revives", running},
    {broken, "begins, remains active", "is stopped", ok},
    {broken, "timer dies", "timer revives", waiting},
    {broken, "hits the start limit", "paused", paused},
    {broken, "hits the start limit", "retired", retired},

    {failed, "is refused", "hits the start limit", broken},
    {failed, "nobody looks for long, is refused", "alert-after 2", overdue},
    {failed, "is refused, begins, time passes", "paused", overrunning},
    {failed, "is refused, time passes", "alert-after 2", late},
    {failed, "is refused", "alert-after 2", suspect},
    {failed, "begins, succeeds, is refused", "begins", running},
    {failed, "is refused, begins", "succeeds", ok},
    {failed, "is refused", "paused", paused},
    {failed, "is refused", "retired", retired},

    {overdue, "nobody looks for long", "hits the start limit", broken},
    {overdue, "nobody looks for long", "is refused", failed},
    {overdue, "begins, nobody looks for long", "paused", overrunning},
    {overdue, "nobody looks for long", "limits are lifted", late},
    {overdue, "nobody looks for long, begins", "succeeds too soon", suspect},
    {overdue, "time passes, time passes", "begins", running},
    {overdue, "time passes, time passes", "is skipped", ok},
    {overdue, "nobody looks for long", "schedule changes", waiting},
    {overdue, "nobody looks for long", "paused", paused},
    {overdue, "nobody looks for long", "retired", retired},

    {overrunning, "begins, time passes", "remains active", broken},
    {overrunning, "begins, time passes", "fails", failed},
    {overrunning, "begins, time passes", "nobody looks for long", overdue},
    {overrunning, "begins, time passes, time passes", "succeeds", late},
    {overrunning, "begins, time passes, alert-after 2", "fails", suspect},
    {overrunning, "begins, time passes", "limits are lifted", running},
    {overrunning, "begins, time passes", "succeeds", ok},
    {overrunning, "begins, time passes, paused", "succeeds", paused},
    {overrunning, "begins, time passes", "retired", retired},

    {late, "time passes", "hits the start limit", broken},
    {late, "time passes", "is refused", failed},
    {late, "time passes", "time passes", overdue},
    {late, "time passes, alert-after 2", "is refused", suspect},
    {late, "time passes", "begins", running},
    {late, "time passes", "is skipped", ok},
    {late, "time passes", "schedule changes", waiting},
    {late, "time passes", "paused", paused},
    {late, "time passes", "retired", retired},

    {suspect, "begins, succeeds too soon", "hits the start limit", broken},
    {suspect, "begins, succeeds too soon", "is refused", failed},
    {suspect, "begins, succeeds too soon", "nobody looks for long", overdue},
    {suspect, "begins, succeeds too soon, begins", "time passes", overrunning},
    {suspect, "begins, succeeds too soon", "time passes", late},
    {suspect, "begins, succeeds too soon, begins", "limits are lifted", running},
    {suspect, "begins, succeeds too soon", "limits are lifted", ok},
    {suspect, "begins, succeeds too soon", "log drops its runs", waiting},
    {suspect, "begins, succeeds too soon", "paused", paused},
    {suspect, "begins, succeeds too soon", "retired", retired},

    {running, "begins", "remains active", broken},
    {running, "begins", "fails", failed},
    {running, "begins", "nobody looks for long", overdue},
    {running, "begins", "time passes", overrunning},
    {running, "begins", "succeeds too soon", suspect},
    {running, "begins", "succeeds", ok},
    {running, "begins", "paused", paused},
    {running, "begins", "retired", retired},

    {ok, "begins, succeeds", "hits the start limit", broken},
    {ok, "begins, succeeds", "is refused", failed},
    {ok, "begins, succeeds", "nobody looks for long", overdue},
    {ok, "begins, succeeds", "time passes", late},
    {ok, "begins, succeeds, alert-after 2", "is refused", suspect},
    {ok, "begins, succeeds", "begins", running},
    {ok, "begins, succeeds", "log drops its runs", waiting},
    {ok, "begins, succeeds", "paused", paused},
    {ok, "begins, succeeds", "retired", retired},

    {waiting, "", "hits the start limit", broken},
    {waiting, "", "is refused", failed},
    {waiting, "", "nobody looks for long", overdue},
    {waiting, "", "time passes", late},
    {waiting, "alert-after 2", "is refused", suspect},
    {waiting, "", "begins", running},
    {waiting, "", "is skipped", ok},
    {waiting, "", "paused", paused},
    {waiting, "", "retired", retired},

    {paused, "hits the start limit, paused", "resumed", broken},
    {paused, "is refused, paused", "resumed", failed},
    {paused, "paused", "nobody looks for long", overdue},
    {paused, "begins, paused", "time passes", overrunning},
    {paused, "paused", "time passes", late},
    {paused, "begins, succeeds too soon, paused", "resumed", suspect},
    {paused, "begins, paused", "resumed", running},
    {paused, "is skipped, paused", "resumed", ok},
    {paused, "paused", "resumed", waiting},
    {paused, "paused", "retired", retired},

    {retired, "hits the start limit, retired", "unretired", broken},
    {retired, "is refused, retired", "unretired", failed},
    {retired, "begins, nobody looks for long, retired", "unretired", overdue},
    {retired, "begins, time passes, retired", "unretired", overrunning},
    {retired, "retired, time passes", "begins", suspect},
    {retired, "begins, retired", "unretired", running},
    {retired, "is skipped, retired", "unretired", ok},
    {retired, "retired", "unretired", waiting},
    {retired, "paused, retired", "unretired", paused},
};

struct Impossible {
  Health from, to;
  std::string_view reason;
};

constexpr Impossible impossible[] = {
    {failed, waiting, "the count of its failures outlives its runs"},
    {running, waiting, "it has run"},
    {overrunning, waiting, "it has run"},
    {running, late,
     "a run that goes on when it is late for the next is overrunning before it ends"},
    {waiting, overrunning, "it is running before"},
    {ok, overrunning, "it is running before"},
    {late, overrunning, "what begins is not late any more: it is running before"},
    {retired, late, "what was due while it was retired is not owed"},
};

// The verdicts of an outlook: `stale` is the readers', of a status file without a heartbeat.
constexpr Health verdicts[] = {broken,  failed, overdue, overrunning, late,   suspect,
                               running, ok,     waiting, paused,      retired};

OutlookScene scene_after(std::string_view story) {
  OutlookScene scene;
  while (!story.empty()) {
    const auto event = story.substr(0, story.find(", "));
    EXPECT_TRUE(scene.happens(event)) << event;
    story.remove_prefix(std::min(story.size(), event.size() + 2));
  }
  return scene;
}

std::string words_of(const std::set<Pair>& pairs) {
  std::string text;
  for (const auto& [from, to] : pairs)
    text.append(to_string(from)).append(" to ").append(to_string(to)) += '\n';
  return text;
}

// All pairs of what can happen to a unit within so many steps.
std::set<Pair> pairs_within(int steps) {
  std::set<Pair> pairs;
  std::set<std::string> seen;
  std::vector<OutlookScene> scenes(1);
  for (; steps > 0; --steps) {
    std::vector<OutlookScene> next;
    for (const auto& scene : scenes)
      for (const auto event : OutlookScene::events()) {
        OutlookScene after = scene;
        if (!after.happens(event)) continue;
        if (after.health() != scene.health()) pairs.emplace(scene.health(), after.health());
        if (seen.insert(after.likeness()).second) next.push_back(std::move(after));
      }
    scenes = std::move(next);
  }
  return pairs;
}

std::set<Pair> pairs_of_the_table() {
  std::set<Pair> pairs;
  for (const auto& row : transitions) pairs.emplace(row.from, row.to);
  return pairs;
}

TEST(OutlookTransitions, HappenAsTold) {
  for (const auto& [from, story, event, to] : transitions) {
    SCOPED_TRACE(testing::Message() << to_string(from) << " (" << story << "), " << event);
    OutlookScene scene = scene_after(story);
    EXPECT_EQ(to_string(scene.health()), to_string(from));
    EXPECT_TRUE(scene.happens(event));
    EXPECT_EQ(to_string(scene.health()), to_string(to));
  }
}

TEST(OutlookTransitions, AreAllThatCanOccurEachOnce) {
  EXPECT_EQ(words_of(pairs_within(5)), words_of(pairs_of_the_table()));
  EXPECT_EQ(pairs_of_the_table().size(), std::size(transitions));
}

TEST(OutlookTransitions, AreAllPairsButThoseThatCannotOccur) {
  std::set<Pair> pairs = pairs_of_the_table();
  for (const auto& [from, to, reason] : impossible) {
    EXPECT_TRUE(pairs.emplace(from, to).second) << to_string(from) << " to " << to_string(to);
    EXPECT_FALSE(reason.empty());
  }
  std::set<Pair> all;
  for (const Health from : verdicts)
    for (const Health to : verdicts)
      if (from != to) all.emplace(from, to);
  EXPECT_EQ(words_of(pairs), words_of(all));
}

}  // namespace
}  // namespace sa
