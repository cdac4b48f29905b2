#include "cli/doctor/report.h"

#include "cli/exit_code.h"
#include "tests/cli/doctor/well_host.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::Caught;

Finding sample() {
  return {.check = "timers",
          .verdict = FindingVerdict::problem,
          .subject = "x.timer",
          .text = "x.timer\x1b is dead",
          .evidence = {"its result is resources"},
          .remedies = {{"to start it", "sudo systemctl restart x.timer"}}};
}

std::string printed(const Findings& findings, bool verbose, bool is_root) {
  Caught out;
  Caught err;
  const Places places;
  print_report(findings, verbose, is_root,
               {places, samples::noon, {}, out.output, err.output, {}, {}});
  return out.all();
}

TEST(DoctorReport, IsOneLineWhereAllIsWell) {
  EXPECT_EQ(printed(examined(samples::well_host()), false, false),
            "ok       " + std::string(samples::all_names) + "\n");
}

TEST(DoctorReport, TellsWhatIsWellWhenItIsAskedFor) {
  const std::string text = printed(examined(samples::well_host()), true, false);
  EXPECT_EQ(std::ranges::count(text, '\n'), static_cast<int>(all_checks().size())) << text;
  EXPECT_NE(text.find("ok       the store is sound, with 7 runs\n"), std::string::npos) << text;
}

TEST(DoctorReport, IndentsEvidenceAndCommandsAndIsHarmlessOnATerminal) {
  EXPECT_EQ(printed({sample()}, true, false),
            "problem  x.timer\\x1b is dead\n"
            "         its result is resources\n"
            "         to start it: sudo systemctl restart x.timer\n");
}

TEST(DoctorReport, SparesRootTheSudo) {
  EXPECT_EQ(as_root("sudo a"), "a");
  EXPECT_EQ(as_root("printf 'x' | sudo install y"), "printf 'x' | install y");
  EXPECT_EQ(as_root("sa log x"), "sa log x");
}

TEST(DoctorReport, IsJsonLines) {
  Caught out;
  Finding second{.check = "clock", .text = "the clock is synchronised"};
  print_json({sample(), second}, true, out.output);
  EXPECT_EQ(
      out.all(),
      "{\"check\":\"timers\",\"verdict\":\"problem\",\"subject\":\"x.timer\","
      "\"text\":\"x.timer\\u001B is dead\",\"evidence\":[\"its result is resources\"],"
      "\"remedy\":[{\"purpose\":\"to start it\",\"command\":\"systemctl restart x.timer\"}]}\n"
      "{\"check\":\"clock\",\"verdict\":\"ok\",\"subject\":null,"
      "\"text\":\"the clock is synchronised\",\"evidence\":[],\"remedy\":[]}\n");
}

TEST(DoctorReport, EndsByTheWorst) {
  const Finding fine{.text = "fine"};
  const Finding unseen{.verdict = FindingVerdict::unknown};
  const Finding warning{.verdict = FindingVerdict::warning};
  EXPECT_EQ(exit_code_of({fine}), exit_done);
  EXPECT_EQ(exit_code_of({fine, unseen}), exit_no_look);
  EXPECT_EQ(exit_code_of({unseen, warning}), exit_unwell);
}

TEST(DoctorReport, PutsTheWorstFirst) {
  HostFacts facts = samples::well_host();
  facts.clock.is_synchronised = false;
  facts.journal.is_readable = false;
  (*facts.units)["sa-watcher.service"].active = "inactive";
  const Findings findings = examined(facts);
  EXPECT_EQ(findings[0].check, "watcher");
  EXPECT_EQ(findings[1].check, "clock");
  EXPECT_EQ(findings[2].check, "start-limits");
  EXPECT_EQ(findings[3].check, "journal");
  EXPECT_EQ(findings[4].verdict, FindingVerdict::ok);
}

}  // namespace
}  // namespace sa
