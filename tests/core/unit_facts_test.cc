#include "core/unit_facts.h"

#include "tests/core/unit_facts_text.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::text_of;

std::string facts_of(std::string_view text) {
  UnitFacts facts;
  read_unit_text(text, facts);
  return text_of(facts);
}

TEST(UnitText, OfAllKeysIsTaken) {
  EXPECT_EQ(facts_of("[Unit]\n"
                     "Description=Nightly backup\n"
                     "[Service]\n"
                     "Type=oneshot\n"
                     "SuccessExitStatus=7\n"
                     "[X-ScriptActivity]\n"
                     "Job=backup\n"
                     "Team=lp\n"
                     "Tags=nightly  disk\n"
                     "Grace=15min\n"
                     "Deadline=1h 30min\n"
                     "MinRuntime=2s\n"
                     "MaxRuntime=90\n"
                     "AlertAfter=3\n"
                     "Notify=mail:ops irc\n"),
            "section job 'backup' team 'lp' tag 'nightly' tag 'disk' notify 'mail:ops' notify "
            "'irc' grace 900000ms"
            " deadline 5400000ms min 2000ms max 90000ms alert after 3 oneshot other success");
}

TEST(UnitText, WithoutOurSectionHasNone) {
  EXPECT_EQ(facts_of("[Service]\nJob=backup\nTeam=lp\nGrace=1h\nType=exec\n"), "no section");
  EXPECT_EQ(facts_of(""), "no section");
}

TEST(UnitText, OfAnEmptySectionIsWatchedAllTheSame) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\n"), "section");
  EXPECT_EQ(facts_of("[X-ScriptActivity]"), "section");
}

TEST(UnitText, OfAnotherSectionOfSuchNameIsNotOurs) {
  EXPECT_EQ(facts_of("[X-ScriptActivity2]\nJob=backup\n[x-scriptactivity]\nTeam=lp\n"),
            "no section");
}

TEST(UnitText, MayHaveBlanksAroundNamesAndValues) {
  EXPECT_EQ(facts_of("  [X-ScriptActivity]  \r\n\tJob =  backup \r\n Team\t=\tlp\r\n"),
            "section job 'backup' team 'lp'");
}

TEST(UnitText, OfACommentIsIgnored) {
  EXPECT_EQ(
      facts_of("#[X-ScriptActivity]\n;Job=one\n[X-ScriptActivity]\n  # Team=lp\nJob=two # x\n"),
      "section job 'two # x'");
}

TEST(UnitText, LaterLinesWin) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nJob=one\nGrace=1s\n"
                     "[Service]\nType=oneshot\nType=exec\n"
                     "[X-ScriptActivity]\nJob=two\n"),
            "section job 'two' grace 1000ms");
}

TEST(UnitText, AnEmptyValueResets) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nJob=one\nTeam=lp\nTags=a b\nGrace=1s\nDeadline=1s\n"
                     "MinRuntime=1s\nMaxRuntime=1s\nAlertAfter=3\n"
                     "Job=\nTeam=\nTags=\nGrace=\nDeadline=\nMinRuntime=\nMaxRuntime=\n"
                     "AlertAfter=\n"
                     "[Service]\nType=oneshot\nType=\nSuccessExitStatus=7\nSuccessExitStatus=\n"),
            "section");
}

TEST(UnitText, ABackslashContinuesALine) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nTags=one \\\n  two\\\nthree\nJob=backup\n"),
            "section job 'backup' tag 'one' tag 'two' tag 'three'");
}

TEST(UnitText, ACommentWithinAContinuedLineIsLeftOut) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nTags=one \\\n# not this \\\n; nor this\ntwo\n"),
            "section tag 'one' tag 'two'");
}

TEST(UnitText, AContinuedLineHidesASection) {
  EXPECT_EQ(facts_of("[Service]\nExecStart=/bin/true \\\n[X-ScriptActivity]\nJob=backup\n"),
            "no section");
}

TEST(UnitText, AnEscapedBackslashOrOneBeforeABlankContinuesNothing) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nJob=one\\\\\nTeam=lp\n"),
            "section job 'one\\\\' team 'lp'");
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nJob=one\\ \nTeam=lp\n"), "section job 'one\\' team 'lp'");
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nTags=one \\\r\ntwo\r\n"), "section tag 'one' tag 'two'");
}

TEST(UnitText, AContinuedLineAtTheEndIsReadToo) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nJob=backup\\"), "section job 'backup'");
}

TEST(UnitText, OfValuesThatCannotBeReadIsAsIfAbsent) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nGrace=soon\nDeadline=-1s\nMaxRuntime=infinity\n"
                     "AlertAfter=often\nNovelty=1\nno equals sign\n=\n"),
            "section");
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nAlertAfter=0\n"), "section");
}

TEST(UnitText, AValueThatCannotBeReadTakesNothingBack) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nGrace=15min\nDeadline=1h\nMinRuntime=1s\nMaxRuntime=2h\n"
                     "AlertAfter=3\nOnFatal=pause\n"
                     "Grace=soon\nDeadline=-1s\nMinRuntime=1 fortnight\nMaxRuntime=1h 2\u00bd\n"
                     "AlertAfter=often\nAlertAfter=2x\nAlertAfter=0\nAlertAfter=99999999999\n"
                     "OnFatal=stop\n"),
            "section grace 900000ms deadline 3600000ms min 1000ms max 7200000ms alert after 3 "
            "pause");
}

TEST(UnitText, InfinityIsNoLimit) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nDeadline=1h\nMaxRuntime=2h\n"
                     "Deadline=infinity\nMaxRuntime=infinity\n"),
            "section");
}

TEST(UnitFacts, OfTheTimerWinWhereItSaysSomething) {
  UnitFacts service;
  read_unit_text(
      "[X-ScriptActivity]\nJob=one\nTeam=lp\nTags=a\nGrace=1s\nMaxRuntime=3s\n"
      "AlertAfter=3\n[Service]\nType=oneshot\n",
      service);
  UnitFacts timer;
  read_unit_text("[X-ScriptActivity]\nJob=two\nTags=b c\nDeadline=2s\nMinRuntime=1s\n", timer);
  service.override_by(timer);
  EXPECT_EQ(text_of(service),
            "section job 'two' team 'lp' tag 'b' tag 'c' grace 1000ms deadline 2000ms min 1000ms"
            " max 3000ms alert after 3 oneshot");
}

TEST(UnitFacts, OfTheTimerWinAlsoWhereItSaysWhatIsTheDefault) {
  UnitFacts service;
  read_unit_text("[X-ScriptActivity]\nAlertAfter=3\nGrace=1s\n", service);
  UnitFacts timer;
  read_unit_text("[X-ScriptActivity]\nAlertAfter=1\nGrace=1min\n", timer);
  service.override_by(timer);
  EXPECT_EQ(text_of(service), "section grace 60000ms alert after 1");
}

TEST(UnitFacts, OfATimerWithoutASectionChangeNothing) {
  UnitFacts service;
  read_unit_text("[X-ScriptActivity]\nJob=one\n", service);
  const UnitFacts before = service;
  service.override_by(UnitFacts{});
  EXPECT_EQ(service, before);
}

TEST(UnitFacts, OfATimerAloneMakeASection) {
  UnitFacts service;
  UnitFacts timer;
  read_unit_text("[X-ScriptActivity]\n", timer);
  service.override_by(timer);
  EXPECT_TRUE(service.has_section);
}

TEST(UnitText, SaysWhichEndsAreFatal) {
  EXPECT_EQ(facts_of("[X-ScriptActivity]\nFatalExitStatus=75 SIGUSR1\nOnFatal=pause\n"),
            "section fatal '75' fatal 'SIGUSR1' pause");
}

}  // namespace
}  // namespace sa
