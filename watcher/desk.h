#pragma once

#include "host/bus_poll.h"
#include "watcher/health_watch.h"
#include "watcher/readers.h"
#include "watcher/recorder.h"
#include "watcher/reports.h"
#include "watcher/run_news.h"
#include "watcher/team_groups.h"
#include "watcher/watcher_bus.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// Where people's wishes are taken in: calls of Watcher1 become bookings of the recorder and answers
// of sa-read, for whom polkit lets. Without the name on the bus it is closed, and opens when it can
// be had.
class Desk {
 public:
  struct Places {
    std::filesystem::path teams;   // folder of team policies
    std::filesystem::path reader;  // sa-read
    std::filesystem::path store;
  };
  // The recorder and the zones must live as long.
  Desk(Recorder& recorder, TimeZones& zones, const Places& places);

  // Opens it where it is closed; why it cannot be is said once.
  void open();
  BusPoll poll_data() const;  // fd -1: closed
  // When it has something to do though nobody calls; nullopt: nothing.
  std::optional<Instant> next() const { return reports_.next_loss(); }
  // What the properties tell from now on.
  void set_state(const WatcherState& state);
  // Takes in what was asked. True: something was booked, and wants to be written.
  bool serve(Instant now);
  // Tells those whose wishes were written.
  void answer();

  // To those who have subscribed.
  void tell(const HealthNews& news);
  void tell(const std::vector<Run>& written);

 private:
  // A History of all teams: which of them polkit has granted.
  struct TeamsAsked {
    std::vector<std::string> teams;
    std::size_t next = 0;
    std::vector<std::string> granted;
  };
  struct Booked {
    WatcherCall call;
    std::string answer;  // empty: none
  };
  enum class Permit { granted, pending, refused };

  void take(const WatcherCall& call, Instant now);
  void lose_bus(const Error& error);
  Permit permit(const WatcherCall& call, const PolkitQuestion& question);
  std::string who_may(const WatcherCall& call, const PolkitQuestion& question) const;
  const UnitRecord* known(const WatcherCall& call);

  void take_retirement(const WatcherCall& call, Instant now);
  void book_retirement(const WatcherCall& call, Instant now);

  void take_reading(const WatcherCall& call);
  void read_all(const WatcherCall& call);
  void ask_next_team(const WatcherCall& call);
  void read(const WatcherCall& call, std::vector<std::string> units);
  std::vector<std::string> teams() const;
  std::vector<std::string> units_of(const std::vector<std::string>& teams) const;

  void begin(const WatcherCall& call, Instant now);
  void update(const WatcherCall& call, Instant now);
  void end(const WatcherCall& call, Instant now);
  void book_begun(const WatcherCall& call, Reports::Begun begun, Instant now);
  std::optional<Refusal> bad_report(const ReportBeginning& beginning) const;
  void restore_reports();
  void lose_reports(Instant now);
  void note_reports();

  Recorder& recorder_;
  TeamGroups groups_;
  Readers readers_;
  Reports reports_;
  RunNews news_;
  std::unique_ptr<WatcherBus> bus_;
  WatcherState state_;
  std::map<std::uint64_t, TeamsAsked> teams_asked_;
  std::vector<Booked> booked_;
  bool said_closed_ = false;
  std::string bus_id_;         // empty: never was open
  bool reports_lost_ = false;  // since the last serve()
};

}  // namespace sa
