#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// An object of Upstart on D-Bus, by its path. Upstart makes the path of the names: what is not a
// letter or a digit becomes "_2d" (its code in hex), an empty name "_".
//
//   /com/ubuntu/Upstart/jobs/JOB
//   /com/ubuntu/Upstart/jobs/JOB/INSTANCE
struct UpstartObject {
  std::string job;
  std::string instance;  // empty: a job, or the instance without a name
  friend bool operator==(const UpstartObject&, const UpstartObject&) = default;
};

// nullopt: not such a path. Jobs of a chroot have a longer one, and are another system's.
std::optional<UpstartObject> job_of_path(std::string_view path);
std::optional<UpstartObject> instance_of_path(std::string_view path);

// "JOB.upstart", "JOB@INSTANCE.upstart".
std::string unit_of(const UpstartObject& instance);

}  // namespace sa
