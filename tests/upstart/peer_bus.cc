#include "tests/upstart/peer_bus.h"

#include <utility>

namespace sa::peer {
namespace {

constexpr char service[] = "com.ubuntu.Upstart";
constexpr char manager_path[] = "/com/ubuntu/Upstart";
constexpr char manager[] = "com.ubuntu.Upstart0_6";
constexpr char job_interface[] = "com.ubuntu.Upstart0_6.Job";
constexpr char instance_interface[] = "com.ubuntu.Upstart0_6.Instance";

using Paths = std::vector<sdbus::ObjectPath>;
using Processes = std::vector<sdbus::Struct<std::string, std::int32_t>>;

[[noreturn]] void refuse(const std::string& what) {
  throw sdbus::Error("com.ubuntu.Upstart.Error.PermissionDenied",
                     "You do not have permission to " + what);
}

template <typename Map>
Paths paths_of(const Map& map) {
  Paths paths;
  for (const auto& [path, known] : map) paths.emplace_back(path);
  return paths;
}

std::string path_by_name(const auto& map, const std::string& name, const char* error) {
  for (const auto& [path, known] : map)
    if (known.name == name) return path;
  throw sdbus::Error(std::string("com.ubuntu.Upstart.Error.") + error, "Unknown: " + name);
}

}  // namespace

PeerBus::PeerBus(std::string address, const State& state, std::string version)
    : address_(std::move(address)), state_(state), version_(std::move(version)) {
  come();
}

void PeerBus::leave() {
  objects_.clear();
  connection_.reset();
}

void PeerBus::come() {
  connection_ = sdbus::createSessionBusConnectionWithAddress(address_);
  add_manager();
  arrange();
  connection_->requestName(service);
}

int PeerBus::fd() const {
  return connection_ ? connection_->getEventLoopPollData().fd : -1;
}

void PeerBus::serve() {
  while (connection_ && connection_->processPendingRequest()) continue;
}

void PeerBus::arrange() {
  if (!connection_) return;
  std::map<std::string, bool> wanted = {{manager_path, true}};
  for (const auto& [path, job] : state_.jobs) {
    wanted[path] = true;
    if (!objects_.contains(path)) add_job(path);
    for (const auto& [instance_path, instance] : job.instances) {
      wanted[instance_path] = true;
      if (!objects_.contains(instance_path)) add_instance(instance_path);
    }
  }
  std::erase_if(objects_, [&](const auto& object) { return !wanted.contains(object.first); });
}

void PeerBus::add_manager() {
  auto object = sdbus::createObject(*connection_, manager_path);
  object->registerMethod("GetAllJobs")
      .onInterface(manager)
      .withOutputParamNames("jobs")
      .implementedAs([this] { return paths_of(state_.jobs); });
  object->registerMethod("GetJobByName")
      .onInterface(manager)
      .withInputParamNames("name")
      .withOutputParamNames("job")
      .implementedAs([this](const std::string& name) {
        return sdbus::ObjectPath(path_by_name(state_.jobs, name, "UnknownJob"));
      });
  object->registerMethod("GetEnv").onInterface(manager).implementedAs(
      [](const std::vector<std::string>&, const std::string&) -> std::string {
        refuse("query job environment");
      });
  object->registerMethod("EmitEvent")
      .onInterface(manager)
      .implementedAs([](const std::string&, const std::vector<std::string>&, bool) {
        refuse("emit an event");
      });
  object->registerProperty("version").onInterface(manager).withGetter([this] { return version_; });
  object->registerProperty("log_priority").onInterface(manager).withGetter([] {
    return std::string("message");
  });
  object->registerSignal("JobAdded").onInterface(manager).withParameters<sdbus::ObjectPath>("job");
  object->registerSignal("JobRemoved")
      .onInterface(manager)
      .withParameters<sdbus::ObjectPath>("job");
  object->registerSignal("EventEmitted")
      .onInterface(manager)
      .withParameters<std::string, std::vector<std::string>>("name", "env");
  object->registerSignal("Restarted").onInterface(manager);
  object->finishRegistration();
  objects_.insert_or_assign(manager_path, std::move(object));
}

void PeerBus::add_job(const std::string& path) {
  auto object = sdbus::createObject(*connection_, path);
  const auto job = [this, path]() -> const Job& { return state_.jobs.at(path); };
  object->registerMethod("GetAllInstances")
      .onInterface(job_interface)
      .withOutputParamNames("instances")
      .implementedAs([job] { return paths_of(job().instances); });
  object->registerMethod("GetInstanceByName")
      .onInterface(job_interface)
      .withInputParamNames("name")
      .withOutputParamNames("instance")
      .implementedAs([job](const std::string& name) {
        return sdbus::ObjectPath(path_by_name(job().instances, name, "UnknownInstance"));
      });
  object->registerMethod("Start")
      .onInterface(job_interface)
      .implementedAs(
          [](const std::vector<std::string>&, bool) -> sdbus::ObjectPath { refuse("modify job"); });
  object->registerProperty("name").onInterface(job_interface).withGetter([job] {
    return job().name;
  });
  for (const char* text : {"description", "author", "version", "usage"})
    object->registerProperty(text).onInterface(job_interface).withGetter([] {
      return std::string();
    });
  object->registerProperty("start_on").onInterface(job_interface).withGetter([job] {
    return job().start_on;
  });
  object->registerProperty("stop_on").onInterface(job_interface).withGetter([] {
    return std::vector<std::vector<std::string>>();
  });
  object->registerProperty("emits").onInterface(job_interface).withGetter([] {
    return std::vector<std::string>();
  });
  for (const char* signal : {"InstanceAdded", "InstanceRemoved"})
    object->registerSignal(signal)
        .onInterface(job_interface)
        .withParameters<sdbus::ObjectPath>("instance");
  object->finishRegistration();
  objects_.insert_or_assign(path, std::move(object));
}

void PeerBus::add_instance(const std::string& path) {
  auto object = sdbus::createObject(*connection_, path);
  const auto instance = [this, path]() -> const Instance& {
    return state_.jobs.at(job_path(path)).instances.at(path);
  };
  object->registerProperty("name").onInterface(instance_interface).withGetter([instance] {
    return instance().name;
  });
  object->registerProperty("goal").onInterface(instance_interface).withGetter([instance] {
    return instance().goal;
  });
  object->registerProperty("state").onInterface(instance_interface).withGetter([instance] {
    return instance().state;
  });
  object->registerProperty("processes").onInterface(instance_interface).withGetter([instance] {
    Processes processes;
    for (const auto& [name, pid] : instance().processes)
      processes.emplace_back(std::make_tuple(name, pid));
    return processes;
  });
  for (const char* signal : {"GoalChanged", "StateChanged"})
    object->registerSignal(signal)
        .onInterface(instance_interface)
        .withParameters<std::string>("value");
  object->registerSignal("Failed")
      .onInterface(instance_interface)
      .withParameters<std::int32_t>("status");
  object->finishRegistration();
  objects_.insert_or_assign(path, std::move(object));
}

void PeerBus::send(const TraceLine& line) {
  if (!connection_) return;
  const auto found = objects_.find(line.path);
  if (found == objects_.end()) return;
  sdbus::IObject& object = *found->second;
  if (line.member == "EventEmitted") {
    std::vector<std::string> env(line.arguments.begin() + 1, line.arguments.end());
    object.emitSignal("EventEmitted").onInterface(manager).withArguments(line.arguments.at(0), env);
  } else if (line.member == "Restarted") {
    object.emitSignal("Restarted").onInterface(manager);
  } else if (line.member.starts_with("Job")) {
    object.emitSignal(line.member)
        .onInterface(manager)
        .withArguments(sdbus::ObjectPath(line.arguments.at(0)));
  } else if (line.member.starts_with("Instance")) {
    object.emitSignal(line.member)
        .onInterface(job_interface)
        .withArguments(sdbus::ObjectPath(line.arguments.at(0)));
  } else if (line.member == "Failed") {
    object.emitSignal("Failed")
        .onInterface(instance_interface)
        .withArguments(std::int32_t{std::stoi(line.arguments.at(0))});
  } else {
    object.emitSignal(line.member)
        .onInterface(instance_interface)
        .withArguments(line.arguments.at(0));
  }
}

}  // namespace sa::peer
