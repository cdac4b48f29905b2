#include "unitgen/cmd_apply.h"

#include "unitgen/apply/apply_report.h"
#include "unitgen/apply/changeover.h"
#include "unitgen/apply/json.h"
#include "unitgen/apply/state_dir.h"
#include "unitgen/config/problem_book.h"
#include "unitgen/exit_code.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <unordered_set>

#include <time.h>
#include <unistd.h>

namespace sa {
namespace {

// The clock that stamps files ticks at least this often: what was stamped so recently may change
// again without another stamp.
constexpr std::int64_t tick = 20'000'000;  // nanoseconds

void wait_for_a_tick() {
  const timespec span{0, tick};
  nanosleep(&span, nullptr);
}

// "web" of "jobs.d/web/fetch.yaml"; empty: root's own.
std::string team_of(const std::string& listed) {
  const auto first = listed.find('/');
  const auto last = listed.rfind('/');
  return first == last ? "" : listed.substr(first + 1, last - first - 1);
}

class Apply {
 public:
  Apply(const ApplyOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err)
      : options_(options), folders_(options.folders), zones_(zones), out_(out), err_(err) {
    if (options.dry_run) return;
    state_ = std::make_unique<StateDir>(folders_.state);
    state_->lock(err);
  }

  int run() {
    ConfigListing listing = list_config(folders_.config);
    inputs_ = host_stamps(options_.zone, folders_.target) + listing.stamps;
    if (state_) todo_ = state_->pending();
    if (state_ && todo_.empty()) {
      const auto manifest = state_->manifest();
      if (manifest && manifest->inputs == inputs_ && are_current(manifest->outputs))
        return tell_nothing_to_do(*manifest);
    }
    return run_fully(std::move(listing));
  }

 private:
  int tell_nothing_to_do(const Manifest& manifest) {
    for (const std::string& line : manifest.problems) err_ << line << '\n';
    out_ << summary(manifest.jobs, {}, manifest.problems.size()) << '\n';
    return manifest.problems.empty() ? exit_done : exit_problems;
  }

  int run_fully(ConfigListing listing) {
    Configuration configuration(folders_, std::move(listing), zones_, options_.now, false);
    Target& target = configuration.target();
    ScriptChanges scripts(folders_.scripts, configuration.accounts(), state_ != nullptr);
    const auto jobs = target.changes(state_ != nullptr, scripts, todo_);
    read_jobs(configuration, *jobs);
    remove_unwanted(configuration, *jobs);
    tell(*jobs);
    RefusedCalls refused;
    todo_ = merged(std::move(todo_), jobs->pending());
    if (state_ && (!jobs->changes().empty() || !todo_.empty())) {
      refused = change_over(*jobs, scripts, todo_, *state_, target.init().get());
      wait_for_a_tick();
    }
    if (state_) remember(configuration, *jobs, scripts);
    return end(*jobs, refused);
  }

  void read_jobs(Configuration& configuration, JobChanges& jobs) {
    problems_.add(configuration.rules().problems);
    const auto& files = configuration.listing().jobs;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (options_.progress) options_.progress(i, files.size());
      auto read = configuration.reader().read(files[i]);
      if (read.job)
        place(*read.job, files[i].path, read.problems, jobs);
      else
        refused_.insert(files[i].path);
      problems_.add(std::move(read.problems));
    }
    problems_.add(configuration.reader().folder_problems());
  }

  // A warning is told when something of the job is new, and not again each time.
  void place(const Job& job, const std::string& file, const std::vector<FileProblem>& warnings,
             JobChanges& jobs) {
    ++jobs_;
    const std::size_t before = jobs.changes().size();
    jobs.want(job, file);
    if (jobs.changes().size() == before) return;
    for (const FileProblem& warning : warnings) err_ << line_of(warning) << '\n';
  }

  void remove_unwanted(Configuration& configuration, JobChanges& jobs) {
    bool is_orphan_kept = false;
    jobs.remove_unwanted([&](const std::string& made, const std::string& job_file) {
      const bool is_kept =
          this->is_kept(configuration, job_file) && !is_taken_back(configuration, made, job_file);
      is_orphan_kept = is_orphan_kept || (is_kept && !configuration.listing().has_jobs);
      return is_kept;
    });
    if (is_orphan_kept)
      problems_.add({{"jobs.d",
                      {},
                      {},
                      {},
                      {Severity::problem,
                       {1, 1},
                       "",
                       "expected a directory, got none; an empty one would remove all units"}}});
    problems_.close();
  }

  bool is_kept(const Configuration& configuration, const std::string& job_file) const {
    const ConfigListing& listing = configuration.listing();
    const std::string listed = configuration.listed_path(job_file);
    if (listed.empty()) return access(job_file.c_str(), F_OK) == 0;
    if (!listing.has_jobs || refused_.contains(listed)) return true;
    return std::ranges::any_of(listing.unlisted, [&](const UnlistedFolder& folder) {
      return listed.starts_with(folder.path + "/");
    });
  }

  // What root does not let the team have any more goes at once, whatever its job file is like.
  static bool is_taken_back(Configuration& configuration, const std::string& made,
                            const std::string& job_file) {
    const std::string team = team_of(configuration.listed_path(job_file));
    const TeamPolicy* policy = configuration.rules().policy(team);
    return policy != nullptr && !configuration.target().is_granted(made, *policy);
  }

  void tell(const JobChanges& jobs) {
    for (const std::string& line : problems_.lines()) err_ << line << '\n';
    tell_changes(out_, jobs.changes(), folders_.config);
  }

  // Only when what was read is what was listed, and old enough, the next apply may rely on it.
  void remember(Configuration& configuration, const JobChanges& jobs,
                const ScriptChanges& scripts) {
    const std::string problems = folders_.state + "/" + problems_name;
    state_->write_problems(problems_json(folders_.config, problems_.all()));
    const std::int64_t began = std::chrono::nanoseconds(options_.now.time_since_epoch()).count();
    if (!configuration.rules().is_as_listed || !configuration.reader().is_as_listed() ||
        configuration.listing().last_changed > began - tick)
      return state_->forget_manifest();
    const std::vector<std::string> names(scripts.wanted().begin(), scripts.wanted().end());
    std::string outputs = jobs.stamps() + stamps_of(problems, {});
    if (!names.empty()) outputs += stamps_of(folders_.scripts, names);
    state_->write(Manifest{inputs_, std::move(outputs), jobs_, problems_.lines()});
  }

  int end(const JobChanges& jobs, const RefusedCalls& refused) {
    for (const std::string& line : refused) err_ << "sa-unitgen: " << line << '\n';
    const std::size_t problems = problems_.lines().size();
    out_ << summary(jobs_, jobs.changes(), problems) << '\n';
    if (!refused.empty()) return exit_could_not;
    return problems == 0 ? exit_done : exit_problems;
  }

  const ApplyOptions& options_;
  const Folders& folders_;
  TimeZones& zones_;
  std::ostream& out_;
  std::ostream& err_;
  std::unique_ptr<StateDir> state_;
  std::string inputs_;
  Pending todo_;
  ProblemBook problems_;
  std::unordered_set<std::string> refused_;
  std::size_t jobs_ = 0;
};

}  // namespace

int cmd_apply(const ApplyOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err) {
  return Apply(options, zones, out, err).run();
}

}  // namespace sa
