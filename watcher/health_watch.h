#pragma once

#include "core/health.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sa {

// A unit's health became another.
struct HealthNews {
  std::string unit;
  Health was = Health::waiting;
  Verdict verdict;  // what holds now
  Instant at;       // when that was seen
  friend bool operator==(const HealthNews&, const HealthNews&) = default;
};

// Knows the health of each unit and tells when it becomes another, by what happened to it or by the
// mere passing of time. Keeps no reasons: a unit whose time has come is to be looked at anew.
class HealthWatch {
 public:
  // What holds of the unit from `now` on. The first look at a unit is no news.
  void look(const std::string& unit, const Outlook& outlook, Instant now);
  // The unit has no row any more.
  void forget(std::string_view unit);

  // When the next outlook changes if nothing happens; nullopt: none does.
  std::optional<Instant> next() const;
  // The units whose outlook has changed up to `now`, and which were not looked at since.
  std::vector<std::string> due(Instant now) const;
  // In the order in which they were seen.
  std::vector<HealthNews> take_news() { return std::exchange(news_, {}); }

 private:
  struct Known {
    Health health;
    std::optional<Instant> changes_at;
  };

  void expect(Known& known, std::optional<Instant> change);
  void find_next();

  std::map<std::string, Known, std::less<>> known_;
  std::optional<Instant> next_;
  std::vector<HealthNews> news_;
};

}  // namespace sa
