#pragma once

#include "cli/context.h"
#include "cli/doctor/checks.h"

namespace sa {

// One line a finding with its evidence and its commands below; what is well in one closing line,
// or, if `verbose`, a line each. Commands are without "sudo" for root.
void print_report(const Findings& findings, bool verbose, bool is_root, const Context& context);
// The same in JSON Lines.
void print_json(const Findings& findings, bool is_root, Output& out);

// How `sa doctor` ends: exit_unwell for any problem or warning, else exit_no_look where something
// could not be looked at.
int exit_code_of(const Findings& findings);

}  // namespace sa
