#include "cli/doctor/store_checks.h"

#include "cli/doctor/service_words.h"
#include "cli/open_store.h"

namespace sa {
namespace {

using enum FindingVerdict;
using StoreState = StoreFacts::State;

constexpr std::uint64_t mega = 1'000'000;
// A run takes 200 bytes, and a transaction a few pages: with so little the watcher soon cannot
// write.
constexpr std::uint64_t too_little = 20 * mega;
constexpr std::uint64_t little = 200 * mega;
constexpr std::uint64_t little_share = 20;  // the twentieth part, where that is below plenty
constexpr std::uint64_t plenty = 2'000 * mega;
constexpr std::uint64_t few_files = 100;

Finding absent(const HostFacts& facts) {
  return {.verdict = problem,
          .subject = facts.store.path,
          .text = "there is no store: the watcher never ran here",
          .remedies = {{"to start it, now and at each boot",
                        "sudo systemctl enable --now sa-watcher.service"}}};
}

Finding denied(const HostFacts& facts) {
  Finding finding{.verdict = unknown, .subject = facts.store.path};
  finding.text = "you may not read the store, so whether it is sound is not known";
  const std::string& group = facts.store.group;
  if (group.empty() || group == "root") {
    finding.evidence = {"only root may"};
    finding.remedies = {{"to look at it as root", "sudo sa doctor"}};
    return finding;
  }
  finding.evidence = {"root and the members of the group '" + group + "' may"};
  finding.remedies = {{"to become one, from your next login on",
                       "sudo adduser " + shell_word(facts.user) + " " + shell_word(group)},
                      {"to look at it as root", "sudo sa doctor"}};
  return finding;
}

Finding denied_until_login(const HostFacts& facts) {
  const std::string& group = facts.store.group;
  return {.verdict = unknown,
          .subject = facts.store.path,
          .text = "you may not read the store yet: log out and in again",
          .evidence = {"you were added to the group '" + group +
                       "', but this session is older than that"},
          .remedies = {{"to do with a shell of the group", "newgrp " + shell_word(group)}}};
}

Finding newer(const HostFacts& facts) {
  return {.verdict = problem,
          .subject = facts.store.path,
          .text = "a newer release wrote the store, this one cannot read it",
          .evidence = {facts.store.failure},
          .remedies = {{"to go on with it", "sudo apt-get install --only-upgrade scriptactivity"},
                       {"or, to begin anew with what the journal knows, stop the watcher",
                        "sudo systemctl stop sa-watcher.service"},
                       {"move the store away", "sudo mv " + shell_word(facts.store.path) + " " +
                                                   shell_word(facts.store.path + ".newer")},
                       {"and start it again", "sudo systemctl start sa-watcher.service"}}};
}

Finding damaged(const HostFacts& facts) {
  return {.verdict = problem,
          .subject = facts.store.path,
          .text = "the store is damaged",
          .evidence = {facts.store.failure},
          .remedies = {{"to begin anew with what the journal knows, stop the watcher",
                        "sudo systemctl stop sa-watcher.service"},
                       {"move the store away, for whoever wants to look",
                        "sudo mv " + shell_word(facts.store.path) + " " +
                            shell_word(facts.store.path + ".damaged")},
                       {"and start it again", "sudo systemctl start sa-watcher.service"}}};
}

Finding elsewhere(const HostFacts& facts) {
  return {.verdict = warning,
          .subject = facts.store.path,
          .text = "the watcher writes another store than is read here",
          .evidence = {"the watcher writes '" + facts.watcher_store + "', this is '" +
                       facts.store.path + "'"},
          .remedies = {
              {"to read that one", "sa --store " + shell_word(facts.watcher_store) + " history"}}};
}

Finding state_finding(const HostFacts& facts) {
  switch (facts.store.state) {
    case StoreState::absent:
      return absent(facts);
    case StoreState::denied:
      return denied(facts);
    case StoreState::denied_until_login:
      return denied_until_login(facts);
    case StoreState::newer:
      return newer(facts);
    case StoreState::damaged:
      return damaged(facts);
    case StoreState::sound:
      break;
  }
  return {.subject = facts.store.path,
          .text = "the store is sound, with " + counted(facts.store.runs, "run")};
}

std::string in_megabytes(std::uint64_t bytes) {
  return std::to_string(bytes / mega) + " MB";
}

Finding full(const HostFacts& facts, FindingVerdict verdict) {
  return {.verdict = verdict,
          .subject = facts.store.path,
          .text = "the disk of the store is nearly full: " +
                  std::string(verdict == problem ? "soon" : "some day") + " no run is recorded",
          .evidence = {in_megabytes(facts.room->free_bytes) + " of " +
                       in_megabytes(facts.room->bytes) + " are free"},
          .remedies = {{"to see what fills it", "df -h " + shell_word(facts.store.path)},
                       {"to keep less of the log, set 'retention' in",
                        "sudoedit " SA_CONFIG_DIR "/scriptactivity.yaml"}}};
}

}  // namespace

Findings store_findings(const HostFacts& facts) {
  Findings findings;
  if (!facts.watcher_store.empty() && facts.watcher_store != facts.store.path)
    findings.push_back(elsewhere(facts));
  findings.push_back(state_finding(facts));
  return findings;
}

Findings room_findings(const HostFacts& facts) {
  if (!facts.room)
    return {{.verdict = unknown,
             .subject = facts.store.path,
             .text = "how much room the store has cannot be told"}};
  const RoomFacts& room = *facts.room;
  const bool no_files = room.files > 0 && room.free_files < few_files;
  if (no_files)
    return {{.verdict = problem,
             .subject = facts.store.path,
             .text = "the file system of the store has no room for more files",
             .evidence = {std::to_string(room.free_files) + " of " + std::to_string(room.files) +
                          " inodes are free"},
             .remedies = {{"to see", "df -i " + shell_word(facts.store.path)}}}};
  if (room.free_bytes < too_little) return {full(facts, problem)};
  const bool small_share = room.free_bytes < room.bytes / little_share && room.free_bytes < plenty;
  if (room.free_bytes < little || small_share) return {full(facts, warning)};
  return {{.subject = facts.store.path,
           .text = in_megabytes(room.free_bytes) + " are free for the store"}};
}

}  // namespace sa
