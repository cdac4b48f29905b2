#include "upstart/upstart_bus.h"

#include "core/error.h"
#include "host/bus_connection.h"
#include "host/wall_clock.h"
#include "upstart/bus_decode.h"
#include "upstart/bus_questions.h"
#include "upstart/upstart_path.h"
#include "upstart/upstart_version.h"

#include <functional>
#include <iterator>
#include <utility>

#include <sdbus-c++/sdbus-c++.h>

namespace sa::upstart {
namespace {

constexpr char service[] = "com.ubuntu.Upstart";
constexpr char manager_path[] = "/com/ubuntu/Upstart";
constexpr char manager[] = "com.ubuntu.Upstart0_6";
constexpr char job[] = "com.ubuntu.Upstart0_6.Job";
constexpr char instance[] = "com.ubuntu.Upstart0_6.Instance";

}  // namespace

class Bus::Impl {
 public:
  explicit Impl(const std::string& address)
      : address_(address), connection_(connect_to_bus(address)), questions_(*connection_) {
    try {
      add_matches();
    } catch (const sdbus::Error& error) {
      throw Error("cannot listen on the bus '" + address + "': " + error.getMessage());
    }
  }

  BusPoll poll_data() const {
    BusPoll poll = poll_of(*connection_);
    if (questions_.is_due()) poll.timeout = std::chrono::milliseconds(0);
    return poll;
  }

  bool process(std::size_t most, std::vector<Heard>& out) {
    bool more = true;
    try {
      for (std::size_t i = 0; more && i < most; ++i) more = connection_->processPendingRequest();
      questions_.go_on();
    } catch (const sdbus::Error& error) {
      throw Error("lost the bus: " + error.getMessage());
    }
    if (!refusal_.empty()) throw Error(refusal_);
    std::move(heard_.begin(), heard_.end(), std::back_inserter(out));
    heard_.clear();
    return more;
  }

  void list() {
    ++listing_;
    listing_left_ = 0;
    ask_version();
    ask_listing(manager_path, manager, "GetAllJobs", [this](sdbus::Message& message) {
      JobsListed listed{paths_in(message)};
      for (const auto& path : listed.paths) list_job(path);
      say(std::move(listed));
    });
  }

  void ask_job(const std::string& path) {
    ask(path, property_of(job, "start_on"), answer_of_job(path), 0);
  }

  void ask_instance(const std::string& path) { ask_instance(path, 0); }

  bool tells_events() const { return tells_events_; }
  std::size_t questions() const { return questions_.count(); }

 private:
  using Decode = std::function<void(sdbus::Message&)>;
  void say(Signal signal) { heard_.push_back({std::move(signal), wall_now()}); }

  // ---- signals

  void add_matches() {
    match(manager, "EventEmitted", [this](sdbus::Message& m) { say(event_in(m)); });
    match(manager, "JobAdded", [this](sdbus::Message& m) { ask_job(path_in(m)); });
    match(job, "InstanceAdded", [this](sdbus::Message& m) { say(InstanceAdded{path_in(m)}); });
    match(job, "InstanceRemoved", [this](sdbus::Message& m) { say(InstanceRemoved{path_in(m)}); });
    match(instance, "GoalChanged", [this](sdbus::Message& m) {
      say(GoalChanged{m.getPath(), text_in(m)});
    });
    match(instance, "StateChanged", [this](sdbus::Message& m) {
      say(StateChanged{m.getPath(), text_in(m)});
    });
    match(instance, "Failed", [this](sdbus::Message& m) { say(failure_in(m)); });
    match(manager, "Restarted", [this](sdbus::Message&) { list(); });
    add_match(std::string("type='signal',sender='org.freedesktop.DBus',member="
                          "'NameOwnerChanged',arg0='") +
                  service + "'",
              [this](sdbus::Message& m) { on_owner_changed(m); });
  }

  void match(const char* interface, const char* member, Decode decode) {
    add_match(std::string("type='signal',sender='") + service + "',interface='" + interface +
                  "',member='" + member + "'",
              std::move(decode));
  }

  // Nothing may be thrown through libsystemd: a message that cannot be decoded is dropped here,
  // knowingly.
  void add_match(const std::string& rule, Decode decode) {
    connection_->addMatch(
        rule,
        [decode = std::move(decode)](sdbus::Message& message) {
          try {
            decode(message);
          } catch (const std::exception&) {
            return;
          }
        },
        sdbus::floating_slot);
  }

  void on_owner_changed(sdbus::Message& message) {
    std::string name, before, after;
    message >> name >> before >> after;
    if (!after.empty()) list();
  }

  // ---- questions

  // `listing`: 0: of none.
  void ask(const std::string& path, BusQuestions::MakeCall call, BusQuestions::Answer answer,
           unsigned listing) {
    if (listing != 0) ++listing_left_;
    questions_.ask(path, std::move(call), std::move(answer),
                   [this, listing](const sdbus::Error* error) { account(listing, error); });
  }

  // Answers of an earlier listing count no more.
  void account(unsigned listing, const sdbus::Error* error) {
    if (listing == 0 || listing != listing_) return;
    if (error != nullptr && is_nobody(*error)) return lose_listing();
    if (--listing_left_ > 0) return;
    was_listed_ = true;
    say(ListingDone{});
  }

  void ask_version() {
    const auto take = [this](sdbus::Message& message, const sdbus::Error* error) {
      if (error != nullptr) return;
      take_version(text_property_in(message));
    };
    ask(manager_path, property_of(manager, "version"), take, listing_);
  }

  void take_version(const std::string& text) {
    const Version version = version_of(text);
    tells_events_ = version >= first_with_events;
    if (version < first_with_states)
      refusal_ =
          "'" + text + "' does not tell what becomes of its jobs, expected Upstart 0.6.7 or newer";
  }

  void ask_listing(const std::string& path, const char* interface, const char* method,
                   Decode decode) {
    const auto take = [decode = std::move(decode)](sdbus::Message& message,
                                                   const sdbus::Error* error) {
      if (error == nullptr) decode(message);
    };
    ask(path, method_of(interface, method), take, listing_);
  }

  void list_job(const std::string& path) {
    if (!job_of_path(path)) return;
    ask(path, property_of(job, "start_on"), answer_of_job(path), listing_);
    ask_listing(path, job, "GetAllInstances", [this, path](sdbus::Message& message) {
      InstancesListed listed{path, paths_in(message)};
      for (const auto& each : listed.paths) ask_instance(each, listing_);
      say(std::move(listed));
    });
  }

  BusQuestions::Answer answer_of_job(const std::string& path) {
    return [this, path](sdbus::Message& message, const sdbus::Error* error) {
      const auto object = job_of_path(path);
      if (!object) return;
      JobSeen seen{object->job, std::nullopt};
      if (error == nullptr) seen.start_on = start_on_in(message);
      say(std::move(seen));
    };
  }

  void ask_instance(const std::string& path, unsigned listing) {
    const auto take = [this, path, listing](sdbus::Message& message, const sdbus::Error* error) {
      if (error != nullptr) return;
      InstanceSeen seen = instance_in(message);
      seen.path = path;
      seen.listed = listing != 0;
      say(std::move(seen));
    };
    ask(path, all_properties_of(instance), take, listing);
  }

  // It is listed when it is back.
  void lose_listing() {
    ++listing_;
    listing_left_ = 0;
    if (!was_listed_) refusal_ = "Upstart is not on the bus '" + address_ + "'";
  }

  std::string address_;
  std::string refusal_;  // why it cannot be heard
  bool tells_events_ = true;
  bool was_listed_ = false;
  unsigned listing_ = 0;          // the newest listing
  std::size_t listing_left_ = 0;  // its questions that are not answered
  std::unique_ptr<sdbus::IConnection> connection_;
  std::vector<Heard> heard_;
  BusQuestions questions_;
};

Bus::Bus(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
Bus::~Bus() = default;
BusPoll Bus::poll_data() const {
  return impl_->poll_data();
}
bool Bus::process(std::size_t most, std::vector<Heard>& out) {
  return impl_->process(most, out);
}
void Bus::list() {
  impl_->list();
}
void Bus::ask_job(const std::string& path) {
  impl_->ask_job(path);
}
void Bus::ask_instance(const std::string& path) {
  impl_->ask_instance(path);
}
bool Bus::tells_events() const {
  return impl_->tells_events();
}
std::size_t Bus::questions() const {
  return impl_->questions();
}

}  // namespace sa::upstart
