#include "core/unit_section.h"

#include "core/unit_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(UnitSection, HasNothingToSayOfWhatIsUnderstood) {
  EXPECT_THAT(section_mistakes("[Unit]\nGrase=1\n[X-ScriptActivity]\nJob=garbo\nTags=a b\n"
                               "Grace=15min\nDeadline=\nAlertAfter=3\nOnFatal=pause\n"),
              IsEmpty());
}

TEST(UnitSection, TellsWhatIsIgnored) {
  EXPECT_THAT(
      section_mistakes("[X-ScriptActivity]\nGrase=1h\nGrace=soon\nAlertAfter=0\nOnFatal=stop\n"
                       "zzz=1\n=x\n"),
      ElementsAre("unknown key 'Grase'; did you mean 'Grace'?",
                  "Grace=: expected a time span such as 15min, got 'soon'",
                  "AlertAfter=: expected a number from 1 on, got '0'",
                  "OnFatal=: expected pause, got 'stop'", "unknown key 'zzz'", "unknown key ''"));
}

// Of each key a value that is read.
std::string sample_of(const SectionKey& key) {
  for (const char* value : {"pause", "15min", "7"})
    if (key.is_read(value)) return value;
  return "";
}

TEST(UnitSection, KnowsNoKeyThatIsNotTakenIn) {
  UnitFacts empty;
  read_unit_text("[X-ScriptActivity]\n", empty);
  for (const SectionKey& key : section_keys()) {
    UnitFacts facts;
    read_unit_text("[X-ScriptActivity]\n" + std::string(key.name) + "=" + sample_of(key) + "\n",
                   facts);
    EXPECT_NE(facts, empty) << key.name;
  }
}

}  // namespace
}  // namespace sa
