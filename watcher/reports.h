#pragma once

#include "core/report.h"
#include "core/run.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sa {

// A call that is not done, and why: the last word of the D-Bus error's name, and a line.
struct Refusal {
  std::string name;
  std::string message;
};

// The runs that other tools report and that are still open. Pure: it is told of calls, of reporters
// that leave the bus and of the time. It bounds what one user can put into the log.
//
//   open         from Begin to End, which may come from any connection of the user that began it
//   interrupted  its reporter is not on the bus and `keep` has passed since its last call; or its
//                user began another run of the unit; or the host was started anew
class Reports {
 public:
  static constexpr std::size_t most_open = 256;
  static constexpr std::size_t most_open_of_one = 64;
  static constexpr std::size_t begins_at_once = 100;  // of a user that is not root
  static constexpr Duration begin_every = std::chrono::seconds(10);
  static constexpr Duration update_every = std::chrono::seconds(1);

  struct Reporter {
    std::uint32_t uid = 0;
    std::string peer;  // on the bus, ":1.42"
  };
  struct Open {
    Run run;
    Reporter reporter;
    std::uint32_t keep = 0;  // seconds
    Instant last_word;
    bool is_gone = false;  // the reporter has left the bus
  };

  // A run that begins, with one that ends by it where there is one; or why not.
  struct Begun {
    Run run;
    std::optional<Run> before;
  };
  // `run`: all but what the beginning says, with a new identity.
  std::variant<Begun, Refusal> begin(const ReportBeginning& beginning, const Reporter& reporter,
                                     Run run, Instant now);
  std::variant<Run, Refusal> update(const std::string& invocation, const Reporter& reporter,
                                    const std::string& reason, Instant now);
  std::variant<Run, Refusal> end(const std::string& invocation, const Reporter& reporter,
                                 const ReportEnding& ending, Instant now);

  void peer_left(const std::string& peer);
  // Runs that are interrupted by now.
  std::vector<Run> take_lost(Instant now);
  // When the next one would be.
  std::optional<Instant> next_loss() const;

  // For a note of the log: who reports which run. `bus`: which bus it is.
  std::string to_note(const std::string& bus) const;
  // What a note says of the open runs of the log; on another bus all reporters are gone, and on
  // another boot the runs are over.
  void restore(const std::vector<Run>& open, const std::string& note, const std::string& bus,
               const Id128& boot);
  std::vector<std::string> peers() const;
  bool is_empty() const { return open_.empty(); }

 private:
  struct Allowance {
    double left = begins_at_once;
    Instant at;
  };
  using At = std::map<std::string, Open>::iterator;

  std::variant<At, Refusal> find(const std::string& invocation, const Reporter& reporter);
  std::optional<Refusal> no_room(const Reporter& reporter, Instant now);
  static Instant loss_of(const Open& open);

  std::map<std::string, Open> open_;  // by invocation
  std::map<std::uint32_t, Allowance> allowances_;
};

}  // namespace sa
