#pragma once

#include <set>
#include <string>
#include <string_view>

namespace sa {

// Makes names of jobs: good ones (see name_problem), none twice.
class JobNames {
 public:
  // `wish`, with what no name may hold replaced ("Foo Bar" is foo-bar), and a number at the end
  // when it is taken: garbo, garbo-2.
  std::string take(std::string_view wish);

 private:
  std::set<std::string, std::less<>> taken_;
};

}  // namespace sa
