#pragma once

#include "store/run_reader.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Runs a program that tells line by line what it read, and visits each line while it comes; a visit
// that says stop ends the program. The program ends what it told with an empty line, or tells
// instead in one line that begins with '!' why it cannot: this is thrown as Error. An answer
// without its end throws Error, too; `otherwise` is thrown where the program cannot be run or does
// not say a word.
void visit_told_lines(const std::vector<std::string>& command, const std::string& otherwise,
                      const std::function<Visit(std::string_view)>& visit);

}  // namespace sa
