#include "upstart/upstart_tracker.h"

#include <gtest/gtest.h>

namespace sa::upstart {
namespace {

using namespace std::chrono_literals;

const std::string job_path = "/com/ubuntu/Upstart/jobs/garbo";
const std::string path = job_path + "/_";

// Tells the tracker of a job, and keeps the newest word on each run.
class Scene {
 public:
  explicit Scene(bool tells_events = true)
      : tracker_({"host", Id128{{1}}, tells_events,
                  [this](const std::string&, Instant) { return Id128{{++runs_made_}}; }}) {}

  void hear(const Signal& signal) {
    now_ += 1ms;
    Tracker::Changes changes;
    tracker_.on(signal, now_, changes);
    for (const auto& run : changes.runs) runs[run.identity] = run;
  }
  void states(const std::vector<std::string>& states) {
    for (const auto& state : states) hear(StateChanged{path, state});
  }
  void start() {
    hear(InstanceAdded{path});
    hear(GoalChanged{path, "start"});
    states({"starting", "pre-start", "spawned", "post-start", "running"});
  }
  void end() {
    hear(GoalChanged{path, "stop"});
    states({"stopping", "killed", "post-stop", "waiting"});
    hear(InstanceRemoved{path});
  }
  void pass(Duration time) { now_ += time; }

  std::vector<std::string> text() const {
    std::vector<std::string> lines;
    for (const auto& [identity, run] : runs) {
      std::string line(to_string(run.state));
      line += " " + std::to_string(run.attempt) + " " + std::string(to_string(run.trigger.type));
      if (!run.trigger.unit.empty()) line += ":" + run.trigger.unit;
      if (run.exit_status) line += " exit " + std::to_string(*run.exit_status);
      if (run.pid) line += " pid " + std::to_string(*run.pid);
      if (!run.reason.empty()) line += " (" + run.reason + ")";
      lines.push_back(line);
    }
    return lines;
  }

  Tracker& tracker() { return tracker_; }
  std::map<Id128, Run> runs;

 private:
  std::uint8_t runs_made_ = 0;
  Instant now_{std::chrono::hours(1)};
  Tracker tracker_;
};

using Lines = std::vector<std::string>;

Signal stopped_event(const std::vector<std::string>& more) {
  EventEmitted event{"stopped", {"JOB=garbo", "INSTANCE="}};
  event.env.insert(event.env.end(), more.begin(), more.end());
  return event;
}

TEST(UpstartTracker, BelievesStoppedWhereItSaysOtherwise) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(Failed{path, 0});
  scene.end();
  EXPECT_EQ(scene.text(), Lines{"failed 1 manual (respawning too fast, stopped)"});
  scene.hear(stopped_event({"RESULT=failed", "PROCESS=main", "EXIT_STATUS=0"}));
  EXPECT_EQ(scene.text(), Lines{"failed 1 manual exit 0"});
}

TEST(UpstartTracker, GivesALateStoppedToTheRunThatEndedSo) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(Failed{path, 3});
  scene.end();
  scene.start();
  scene.end();
  const Lines both = {"failed 1 manual exit 3", "succeeded 1 manual"};
  EXPECT_EQ(scene.text(), both);
  scene.hear(stopped_event({"RESULT=ok"}));
  scene.hear(stopped_event({"RESULT=failed", "PROCESS=main", "EXIT_STATUS=3"}));
  EXPECT_EQ(scene.text(), both);
}

TEST(UpstartTracker, LosesTheEndOfWhatIsGoneFromAListing) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(JobsListed{{job_path}});
  scene.hear(InstancesListed{job_path, {}});
  scene.hear(ListingDone{});
  EXPECT_EQ(scene.text(), Lines{"interrupted 1 manual (its end was not seen)"});
  scene.hear(stopped_event({"RESULT=failed", "PROCESS=main", "EXIT_STATUS=5"}));
  EXPECT_EQ(scene.text(), Lines{"failed 1 manual exit 5"});
}

TEST(UpstartTracker, TellsTwoProcessesOfOneInstanceApart) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(InstanceSeen{path, "start", "running", 100, false});
  scene.hear(InstanceSeen{path, "start", "running", 100, true});
  EXPECT_EQ(scene.text(), Lines{"running 1 manual pid 100"});
  scene.hear(InstanceSeen{path, "start", "running", 200, true});
  EXPECT_EQ(scene.text(),
            (Lines{"interrupted 1 manual (its end was not seen)",
                   "running 1 unknown pid 200 (was running when it was first seen)"}));
}

TEST(UpstartTracker, MakesNoRunOfAnAnswerThatComesTooLate) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.end();
  scene.hear(InstanceSeen{path, "start", "running", 100, false});
  EXPECT_EQ(scene.text(), Lines{"succeeded 1 manual"});
}

TEST(UpstartTracker, GoesOnWithARunOfTheLog) {
  Scene scene;
  sa::Run run;
  run.identity = Id128{{99}};
  run.unit = "garbo.upstart";
  run.pid = 100;
  run.trigger.type = TriggerType::manual;
  scene.tracker().restore(run);
  scene.hear(JobsListed{{job_path}});
  scene.hear(InstancesListed{job_path, {path}});
  scene.hear(InstanceSeen{path, "start", "running", 100, true});
  scene.hear(ListingDone{});
  scene.hear(Failed{path, 7});
  scene.end();
  EXPECT_EQ(scene.text(), Lines{"failed 1 manual exit 7"});
}

TEST(UpstartTracker, LosesTheEndOfARunOfTheLogThatIsOver) {
  Scene scene;
  sa::Run run;
  run.identity = Id128{{99}};
  run.unit = "garbo.upstart";
  scene.tracker().restore(run);
  scene.hear(JobsListed{{}});
  scene.hear(ListingDone{});
  EXPECT_EQ(scene.text(), Lines{"interrupted 1 unknown (its end was not seen)"});
}

TEST(UpstartTracker, GivesAnEventToTheServiceThatItStarted) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators{{"foo"}}});
  scene.start();
  scene.hear(EventEmitted{"foo", {}});
  scene.hear(EventEmitted{"started", {"JOB=garbo", "INSTANCE="}});
  EXPECT_EQ(scene.text(), Lines{"running 1 event:foo"});
}

TEST(UpstartTracker, GivesNoEventToTheServiceThatRanBefore) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators{{"foo"}}});
  scene.start();
  scene.hear(EventEmitted{"started", {"JOB=garbo", "INSTANCE="}});
  scene.pass(1s);
  scene.hear(EventEmitted{"foo", {}});
  EXPECT_EQ(scene.text(), Lines{"running 1 manual"});
}

TEST(UpstartTracker, SaysWhatAnUpstartWithoutEventsDoesNotTell) {
  Scene scene(false);
  scene.hear(JobSeen{"garbo", StartCondition::Operators{{"foo"}}});
  scene.start();
  scene.hear(Failed{path, 3});
  scene.end();
  EXPECT_EQ(scene.text(),
            Lines{"failed 1 unknown exit 3 (this Upstart does not tell which events started it)"});
}

TEST(UpstartTracker, RestartedByHandIsNoRespawn) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(GoalChanged{path, "stop"});
  scene.states({"pre-stopping", "pre-stop", "stopping"});
  scene.hear(GoalChanged{path, "start"});
  scene.states({"killed", "post-stop", "starting", "spawned", "running"});
  EXPECT_EQ(scene.text(),
            (Lines{"succeeded 1 manual (stopped while it was running)", "running 1 manual"}));
}

TEST(UpstartTracker, KeepsARunWhoseStopWasTakenBack) {
  Scene scene;
  scene.hear(JobSeen{"garbo", StartCondition::Operators()});
  scene.start();
  scene.hear(GoalChanged{path, "stop"});
  scene.states({"pre-stopping", "pre-stop"});
  scene.hear(GoalChanged{path, "start"});
  scene.states({"running", "stopping", "killed", "post-stop", "starting"});
  EXPECT_EQ(scene.text(), (Lines{"failed 1 manual (ended against its rules and respawned; Upstart "
                                 "does not tell how it ended)",
                                 "running 2 manual"}));
}

}  // namespace
}  // namespace sa::upstart
