#pragma once

#include "unitgen/apply/job_changes.h"
#include "unitgen/apply/pending.h"
#include "unitgen/apply/script_changes.h"
#include "unitgen/apply/state_dir.h"

#include <string>
#include <vector>

namespace sa {

// What the init system would not do, one line each.
using RefusedCalls = std::vector<std::string>;

// The init system that runs here, and what it is told around a change of its files.
class InitSystem {
 public:
  virtual ~InitSystem() = default;
  InitSystem() = default;
  InitSystem(const InitSystem&) = delete;
  InitSystem& operator=(const InitSystem&) = delete;

  // What is to be done, in the form in which it can be begun anew after a kill at any point.
  virtual Pending prepared(Pending todo) { return todo; }
  // Throw Error.
  virtual void before(const Pending& todo) = 0;
  virtual void after(const Pending& todo) = 0;

  // What is to be tried again by the next apply.
  const Pending& left() const { return left_; }
  const RefusedCalls& refused() const { return refused_; }

 protected:
  Pending left_;
  RefusedCalls refused_;
};

// Carries out what was staged, and `todo` with `init` (nullptr: none runs): stops what goes, puts
// the files in place, starts what is new. The note of what is left to do is in `state` before the
// first change, and gone when all is done. Throws Error.
RefusedCalls change_over(JobChanges& jobs, ScriptChanges& scripts, Pending todo, StateDir& state,
                         InitSystem* init);

}  // namespace sa
