#include "watcher/journal_entry.h"

#include <string>

#include <gtest/gtest.h>

// The fields are those that systemd 252 wrote for the units that their names say.

namespace sa {
namespace {

const Instant read_at{std::chrono::seconds(1795336200)};
const std::string invocation = "68a0feeb767f42b89f93e41b52028cf7";
const Id128 boot = *parse_id128("ae1c96baf9fd4cabbb8c2c2522cdc54a");

std::string text(const JournalStarting&) {
  return "starting";
}
std::string text(const JournalUp&) {
  return "up";
}
std::string text(const JournalFinished&) {
  return "finished";
}
std::string text(const JournalSkipped& what) {
  return "skipped: " + what.reason;
}
std::string text(const JournalStartFailed& what) {
  if (what.result == QueueResult::failed) return "start failed";
  if (what.result == QueueResult::dependency) return "dependency failed";
  return "start failed, result " + std::to_string(static_cast<int>(what.result));
}
std::string text(const JournalExit& what) {
  return what.command + (what.killed ? " killed by " : " exited with ") +
         std::to_string(what.status);
}
std::string text(const JournalResult& what) {
  return "result " + std::string(to_string(what.result));
}
std::string text(const JournalStopping& what) {
  return what.restart ? "stopping to restart" : "stopping";
}
std::string text(const JournalStopped& what) {
  return what.restart ? "stopped to restart" : "stopped";
}
std::string text(const JournalRestartScheduled& what) {
  return "restart " + std::to_string(what.restarts) + " scheduled";
}
std::string text(const JournalStartLimit&) {
  return "start limit";
}
std::string text(const JournalQueueFailed& what) {
  return "queue failed: " + what.reason;
}
std::string text(const JournalCpu& what) {
  return "cpu " + std::to_string(what.used.count()) + "us";
}

// "exit3.service 68a0… start 685 at 08:28:35.009735Z: result exit-code"; "nothing" for no event.
std::string event_of(const JournalFields& fields) {
  const auto event = unit_event_of(fields, read_at, boot);
  if (!event) return "nothing";
  std::string text = event->unit;
  if (event->invocation) text += " " + to_string(*event->invocation).substr(0, 4);
  if (event->start != 0) text += " start " + std::to_string(event->start);
  text += " at " + rfc3339(event->at).substr(11);
  text += event->boot == boot ? "" : " of another boot";
  return text + ": " + std::visit([](const auto& what) { return sa::text(what); }, event->what);
}

// What is common to all entries of a test.
JournalFields entry(std::string_view unit, std::string_view id, std::string_view message) {
  JournalFields fields;
  fields.unit = unit;
  fields.message_id = id;
  fields.message = message;
  fields.invocation = invocation;
  fields.source_time = "1795336115009735";
  return fields;
}

JournalFields queue_entry(std::string_view unit, std::string_view id, std::string_view message,
                          std::string_view type, std::string_view result) {
  JournalFields fields = entry(unit, id, message);
  fields.code_func = result.empty() ? "job_emit_start_message" : "job_emit_done_message";
  fields.job_id = "685";
  fields.job_type = type;
  fields.job_result = result;
  return fields;
}

TEST(JournalEntry, StartingIsTheBeginningOfARun) {
  EXPECT_EQ(event_of(queue_entry("exit3.service", "7d4958e842da4a758f6c1cdc7b36dcc5",
                                 "Starting exit3.service...", "start", "")),
            "exit3.service 68a0 start 685 at 08:28:35.009735Z: starting");
}

TEST(JournalEntry, StartedOfADaemonIsUp) {
  EXPECT_EQ(event_of(queue_entry("long-simple.service", "39f53479d3a045ac8e11786248231fbf",
                                 "Started long-simple.service.", "start", "done")),
            "long-simple.service 68a0 start 685 at 08:28:35.009735Z: up");
}

TEST(JournalEntry, FinishedOfAOneshotIsFinished) {
  EXPECT_EQ(event_of(queue_entry("remains.service", "39f53479d3a045ac8e11786248231fbf",
                                 "Finished remains.service.", "start", "done")),
            "remains.service 68a0 start 685 at 08:28:35.009735Z: finished");
}

TEST(JournalEntry, AnUnmetConditionIsASkippedStartWithoutInvocation) {
  JournalFields fields =
      queue_entry("unmet.service", "39f53479d3a045ac8e11786248231fbf",
                  "unmet.service was skipped because of an unmet condition check "
                  "(ConditionPathExists=/nowhere).",
                  "start", "done");
  fields.invocation = "";
  EXPECT_EQ(event_of(fields),
            "unmet.service start 685 at 08:28:35.009735Z: skipped: an unmet condition check "
            "(ConditionPathExists=/nowhere)");
}

TEST(JournalEntry, ASkippedStartThatSystemdGivesNoReasonForHasAReason) {
  EXPECT_EQ(event_of(queue_entry("declined.service", "39f53479d3a045ac8e11786248231fbf",
                                 "Condition check resulted in declined.service being skipped.",
                                 "start", "done")),
            "declined.service 68a0 start 685 at 08:28:35.009735Z: skipped: a condition check "
            "failed");
}

TEST(JournalEntry, AUnitThatIsDescribedAsSkippedIsUpOrFinishedAllTheSame) {
  EXPECT_EQ(
      event_of(queue_entry("report.service", "39f53479d3a045ac8e11786248231fbf",
                           "Finished report.service - Mail what was skipped.", "start", "done")),
      "report.service 68a0 start 685 at 08:28:35.009735Z: finished");
}

TEST(JournalEntry, FailedToStartTellsHowTheStartLeftTheQueue) {
  const auto* const id = "be02cf6855d2428ba40df7e9d022f03d";
  EXPECT_EQ(event_of(queue_entry("exit3.service", id, "Failed to start exit3.service.", "start",
                                 "failed")),
            "exit3.service 68a0 start 685 at 08:28:35.009735Z: start failed");
  JournalFields fields = queue_entry(
      "depends.service", id, "Dependency failed for depends.service.", "start", "dependency");
  fields.invocation = "";
  EXPECT_EQ(event_of(fields), "depends.service start 685 at 08:28:35.009735Z: dependency failed");
  fields = queue_entry("asserts.service", id, "Assertion failed for asserts.service.", "start",
                       "assert");
  EXPECT_EQ(event_of(fields),
            "asserts.service 68a0 start 685 at 08:28:35.009735Z: start failed, "
            "result " +
                std::to_string(static_cast<int>(QueueResult::other)));
}

TEST(JournalEntry, ProcessExitTellsCommandAndExitStatus) {
  JournalFields fields = entry("pre-fails.service", "98e322203f7a4ed290d09fe03c09fe15",
                               "pre-fails.service: Control process exited, code=exited, "
                               "status=4/NOPERMISSION");
  fields.command = "ExecStartPre";
  fields.exit_code = "exited";
  fields.exit_status = "4";
  EXPECT_EQ(event_of(fields),
            "pre-fails.service 68a0 at 08:28:35.009735Z: ExecStartPre exited with 4");
}

TEST(JournalEntry, ProcessExitBySignalOrCoreDumpTellsTheSignal) {
  JournalFields fields = entry("hangs.service", "98e322203f7a4ed290d09fe03c09fe15",
                               "hangs.service: Main process exited, code=killed, status=15/TERM");
  fields.command = "ExecStart";
  fields.exit_code = "killed";
  fields.exit_status = "15";
  EXPECT_EQ(event_of(fields), "hangs.service 68a0 at 08:28:35.009735Z: ExecStart killed by 15");
  fields.exit_code = "dumped";
  fields.exit_status = "11";
  EXPECT_EQ(event_of(fields), "hangs.service 68a0 at 08:28:35.009735Z: ExecStart killed by 11");
}

TEST(JournalEntry, FailedWithResultTellsSystemdsWord) {
  JournalFields fields = entry("exit3.service", "d9b373ed55a64feb8242e02dbe79a49c",
                               "exit3.service: Failed with result 'exit-code'.");
  for (const char* word : {"exit-code", "signal", "core-dump", "timeout", "watchdog", "oom-kill",
                           "resources", "protocol", "start-limit-hit"}) {
    fields.unit_result = word;
    EXPECT_EQ(event_of(fields),
              "exit3.service 68a0 at 08:28:35.009735Z: result " + std::string(word));
  }
}

TEST(JournalEntry, AResultThatNobodyKnowsIsAProtocolFailure) {
  JournalFields fields = entry("exit3.service", "d9b373ed55a64feb8242e02dbe79a49c",
                               "exit3.service: Failed with result 'novelty'.");
  fields.unit_result = "novelty";
  EXPECT_EQ(event_of(fields), "exit3.service 68a0 at 08:28:35.009735Z: result protocol");
}

TEST(JournalEntry, SkippedByExecConditionIsAResult) {
  JournalFields fields = entry("declined.service", "0e4284a0caca4bfc81c0bb6786972673",
                               "declined.service: Skipped due to 'exec-condition'.");
  fields.unit_result = "exec-condition";
  EXPECT_EQ(event_of(fields), "declined.service 68a0 at 08:28:35.009735Z: result exec-condition");
}

TEST(JournalEntry, DeactivatedIsSuccess) {
  EXPECT_EQ(event_of(entry("exit0.service", "7ad2d189f7e94e70a38c781354912448",
                           "exit0.service: Deactivated successfully.")),
            "exit0.service 68a0 at 08:28:35.009735Z: result success");
}

TEST(JournalEntry, StoppingAndStoppedTellWhetherItIsForARestart) {
  const auto* const stopping = "de5b426a63be47a7b6ac3eaac82e2f6f";
  const auto* const stopped = "9d1aaa27d60140bd96365438aad20286";
  const std::string start = "backup.service 68a0 start 685 at 08:28:35.009735Z: ";
  EXPECT_EQ(
      event_of(queue_entry("backup.service", stopping, "Stopping backup.service...", "stop", "")),
      start + "stopping");
  EXPECT_EQ(event_of(queue_entry("backup.service", stopping, "Stopping backup.service...",
                                 "restart", "")),
            start + "stopping to restart");
  EXPECT_EQ(
      event_of(queue_entry("backup.service", stopped, "Stopped backup.service.", "stop", "done")),
      start + "stopped");
  EXPECT_EQ(event_of(queue_entry("backup.service", stopped, "Stopped backup.service.", "restart",
                                 "done")),
            start + "stopped to restart");
}

TEST(JournalEntry, ScheduledRestartTellsTheCounter) {
  JournalFields fields = entry("recovers.service", "5eb03494b6584870a536b337290809b3",
                               "recovers.service: Scheduled restart job, restart counter is at 2.");
  fields.n_restarts = "2";
  EXPECT_EQ(event_of(fields), "recovers.service 68a0 at 08:28:35.009735Z: restart 2 scheduled");
}

TEST(JournalEntry, ConsumedTellsTheCpuTime) {
  JournalFields fields = entry("exit0.service", "ae8f7b866b0347b9af31fe1c80b127c0",
                               "exit0.service: Consumed 1.234s CPU time.");
  EXPECT_EQ(event_of(fields), "nothing");  // where only IP traffic was accounted
  fields.cpu_nsec = "1234567890";
  EXPECT_EQ(event_of(fields), "exit0.service 68a0 at 08:28:35.009735Z: cpu 1234567us");
}

TEST(JournalEntry, AStartLimitIsKnownByItsFunctionOrItsText) {
  JournalFields fields =
      entry("limited.service", "", "limited.service: Start request repeated too quickly.");
  EXPECT_EQ(event_of(fields), "limited.service 68a0 at 08:28:35.009735Z: start limit");
  fields.message = "limited.service: said in other words";
  EXPECT_EQ(event_of(fields), "nothing");
  fields.code_func = "unit_test_start_limit";
  EXPECT_EQ(event_of(fields), "limited.service 68a0 at 08:28:35.009735Z: start limit");
}

TEST(JournalEntry, ATimerThatCannotQueueItsServiceTellsWhy) {
  JournalFields fields = entry("unqueueable.timer", "",
                               "unqueueable.timer: Failed to queue unit startup job: Unit "
                               "absent.service not found.");
  fields.code_func = "timer_enter_running";
  EXPECT_EQ(event_of(fields),
            "unqueueable.timer 68a0 at 08:28:35.009735Z: queue failed: Unit absent.service not "
            "found.");
  fields.unit = "unqueueable.service";
  EXPECT_EQ(event_of(fields), "nothing");
}

TEST(JournalEntry, OfOtherKindsOfUnitIsNothing) {
  for (const char* unit : {"group.target", "dbus.socket", "tmp.mount", "user-0.slice",
                           "session-1.scope", "init", "", ".servic"})
    EXPECT_EQ(event_of(queue_entry(unit, "39f53479d3a045ac8e11786248231fbf", "Started it.", "start",
                                   "done")),
              "nothing")
        << "'" << unit << "'";
}

TEST(JournalEntry, OfOtherMessagesIsNothing) {
  EXPECT_EQ(event_of(entry("exit3.service", "fe6faa94e7774663a0da52717891d8ef",
                           "exit3.service: A process of this unit has been killed by the OOM "
                           "killer.")),
            "nothing");
  EXPECT_EQ(event_of(entry("exit3.service", "",
                           "exit3.service: Killing process 63 (sleep) with "
                           "signal SIGKILL.")),
            "nothing");
  EXPECT_EQ(event_of(queue_entry("exit3.service", "39f53479d3a045ac8e11786248231fbf",
                                 "Reloaded exit3.service.", "reload", "done")),
            "nothing");
  EXPECT_EQ(event_of(JournalFields{}), "nothing");
}

TEST(JournalEntry, WithoutATimeOfItsOwnHasThatOfTheJournal) {
  JournalFields fields = entry("exit0.service", "7ad2d189f7e94e70a38c781354912448",
                               "exit0.service: Deactivated successfully.");
  for (const char* none : {"", "0", "soon"}) {
    fields.source_time = none;
    EXPECT_EQ(event_of(fields), "exit0.service 68a0 at 08:30:00.000000Z: result success");
  }
}

TEST(JournalEntry, WithAnInvocationThatCannotBeReadHasNone) {
  JournalFields fields = entry("exit0.service", "7ad2d189f7e94e70a38c781354912448",
                               "exit0.service: Deactivated successfully.");
  for (const char* none : {"", "68a0", "00000000000000000000000000000000"}) {
    fields.invocation = none;
    EXPECT_EQ(event_of(fields), "exit0.service at 08:28:35.009735Z: result success");
  }
}

TEST(JournalEntry, WithNumbersThatCannotBeReadHasZero) {
  JournalFields fields = queue_entry("exit0.service", "7d4958e842da4a758f6c1cdc7b36dcc5",
                                     "Starting exit0.service...", "start", "");
  for (const char* none : {"", "many", "-1", "99999999999999999999"}) {
    fields.job_id = none;
    EXPECT_EQ(event_of(fields), "exit0.service 68a0 at 08:28:35.009735Z: starting") << none;
  }
}

}  // namespace
}  // namespace sa
