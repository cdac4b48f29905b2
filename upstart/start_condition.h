#pragma once

#include "upstart/upstart_signal.h"

#include <optional>
#include <string>
#include <vector>

namespace sa::upstart {

// What starts a job: the events of its `start on`, in the form of JobSeen.
class StartCondition {
 public:
  using Operators = std::vector<std::vector<std::string>>;
  // nullopt: not told.
  explicit StartCondition(const std::optional<Operators>& operators)
      : is_told_(operators.has_value()), operators_(operators.value_or(Operators())) {}

  // Only a person starts it.
  bool is_empty() const { return is_told_ && operators_.empty(); }
  // Whether the event is one of them, by name and environment as init(5) says: values by place or
  // by key, "KEY!=" too, as globs. A value that refers to a variable is taken for a match. Where it
  // is not told any event may be, but for those that Upstart makes of jobs.
  bool names(const EventEmitted& event) const;

 private:
  bool is_told_;
  Operators operators_;
};

}  // namespace sa::upstart
