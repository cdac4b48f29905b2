#pragma once

#include "core/notice.h"
#include "core/unit_record.h"
#include "core/unit_status.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What people are to be told, and when. Pure.
//
// A unit stands well (ok, waiting; running where no timer starts it), in alarm (failed, overdue,
// broken), exempt (paused by a person, retired), or neither (late, running and the like), which
// says nothing yet. What was last told is in its record. Where it stands now is another thing a
// notice is owed, which goes through this:
//
//   settles   a second, in which it may become another or nothing: an overdue run begins
//   asks      of a run that failed, whether systemd starts it again by itself: then it waits
//             for the last attempt
//   decided   taken by decide(), with an identity of its own; it is to be written down in the
//             unit's record before anybody is asked to tell it
//   written   so it is; due() takes it
//   asked     under way until sent() or failed()
//
// From decide() on it is told, whatever becomes of the unit meanwhile, also by a watcher that was
// started anew: who was asked may have told it. What becomes of it after failed() depends on what
// is known:
//
//   nobody    was told: it is owed as before, and forgotten where the unit's health is another
//   some      were: the same is asked again for the others, as long as the unit's health is the
//             same; then it counts as told
//   unknown   the same is asked again until the answer is known
//
// Each later and later. A unit that people need not be told of, because it has no targets, counts
// as told. One that was paused or retired begins anew: told that it is well, and of failures from
// before then nothing is told.
class Notices {
 public:
  // `watcher`: the user whose pauses are the watcher's own, after a fatal failure; they hide none.
  explicit Notices(std::string watcher) : watcher_(std::move(watcher)) {}

  // Of units that say nothing of it.
  void set_default_targets(std::vector<std::string> targets) { default_ = std::move(targets); }
  // This host has no systemd, and so nothing that tells people.
  void tell_nobody() { tells_nobody_ = true; }
  // That stood in the log as under way when the watcher was started.
  void restore(const Notice& telling, Instant now);
  // Nothing is due before.
  void hold_until(Instant instant) { hold_until_ = instant; }

  // What counts as told from now on, for the unit's record.
  struct Told {
    Health health = Health::ok;
    std::optional<Instant> exempt_until;  // nullopt: as it was
    friend bool operator==(const Told&, const Told&) = default;
  };
  // Where the unit stands now. With an answer look again, with the changed record.
  std::optional<Told> look(const UnitStatus& row, const UnitRecord& record, Instant now);
  // The same, but nothing is owed: of a host that is seen for the first time.
  std::optional<Told> accept(const UnitStatus& row, const UnitRecord& record, Instant now);
  void forget(std::string_view unit);

  // Services whose next word from systemd answers whether they start again by themselves.
  std::vector<std::string> questions(Instant now);
  void answer(std::string_view unit, bool starts_again, Instant now);

  // What is to be told, a few at a time: to be written down, see UnitRecord::telling.
  std::vector<Notice> decide(Instant now);
  // All that was decided is written down.
  void written();
  // To be asked for now. Of what could not be written down for a minute, too: people are rather
  // told twice than not at all.
  std::vector<Notice> due(Instant now);
  // What was told; nullopt: nothing was asked.
  std::optional<Told> sent(std::string_view unit);
  enum class Reached { nobody, some, unknown };
  // After `nobody` it is not under way any more. True when this is its first failure.
  bool failed(std::string_view unit, Reached reached, Instant now);

  // When questions(), decide() or due() has something; nullopt: not before something else happens.
  std::optional<Instant> next() const;

 private:
  enum class Stage { settling, decided, written, asked };
  struct Owed {
    Notice notice;
    Instant act_at;                // when there is something to do
    bool may_start_again = false;  // to be asked
    bool is_asked = false;
    Stage stage = Stage::settling;
    bool reached_some = false;
    std::uint32_t tries = 0;
    // Nothing that the unit becomes changes it.
    bool is_fixed() const {
      return stage == Stage::decided || stage == Stage::asked ||
             (stage == Stage::written && !reached_some);
    }
  };
  enum class Standing { well, alarm, exempt, neither };
  struct Stand {
    Standing standing;
    Verdict verdict;
  };

  std::ptrdiff_t asked() const;
  std::ptrdiff_t on_their_way() const;
  std::vector<std::string> targets_of(const UnitRecord& record) const;
  std::optional<Told> look_at_rest(Owed& owed, const Stand& stand, const UnitRecord& record);
  Stand stand_of(const UnitStatus& row, Instant now) const;
  std::optional<Told> owe(const Stand& stand, const UnitStatus& row, const UnitRecord& record,
                          Instant now);
  void update(Owed& owed, Notice notice, bool may_start_again, Instant now) const;

  std::string watcher_;
  std::vector<std::string> default_;
  bool tells_nobody_ = false;
  Instant hold_until_{};
  std::map<std::string, Owed, std::less<>> owed_;
};

}  // namespace sa
