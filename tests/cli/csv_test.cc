#include "cli/csv.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

std::string csv_of(const Run& run, const Owner& owner) {
  samples::Caught out;
  put_csv(out.output, run, owner);
  return out.all();
}

TEST(Csv, TitlesNameTheFieldsOfARun) {
  samples::Caught out;
  put_csv_titles(out.output);
  EXPECT_EQ(out.all(),
            "unit,job,team,invocation,attempt,trigger_type,trigger_unit,trigger_time,"
            "trigger_inferred,due,state,began,ended,duration,result,exit_status,exit_signal,pid,"
            "reason,cpu_seconds,host,boot,recorded_by\n");
}

TEST(Csv, RunIsOneLine) {
  EXPECT_EQ(csv_of(samples::failed_run(), {"backup", "db"}),
            "backup.service,backup,db,00112233445566778899aabbccddee01,1,timer,backup.timer,"
            "2026-11-22T02:00:00.000000Z,false,2026-11-22T02:00:00.000000Z,failed,"
            "2026-11-22T02:00:00.005124Z,2026-11-22T02:01:30.255124Z,90.250000,exit-code,3,,,,"
            "1.500000,db1,00112233445566778899aabbccddeeb0,both\n");
}

TEST(Csv, TextWithCommasQuotesAndNewlinesIsQuoted) {
  sa::Run run = samples::failed_run();
  run.reason = "said \"no\", then\nstopped";
  EXPECT_NE(csv_of(run, {}).find(",\"said \"\"no\"\", then\nstopped\","), std::string::npos);
}

TEST(Csv, BytesThatAreNotUtf8AreReplaced) {
  sa::Run run = samples::failed_run();
  run.reason = "caf\xe9";
  EXPECT_NE(csv_of(run, {}).find(",caf\uFFFD,"), std::string::npos);
}

}  // namespace
}  // namespace sa
