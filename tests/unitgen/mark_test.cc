#include "unitgen/mark.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Mark, NamesTheJobFile) {
  const std::string mark = mark_of("/etc/scriptactivity/jobs.d/lp/garbo.yaml");
  EXPECT_EQ(mark,
            "# Made by sa-unitgen from /etc/scriptactivity/jobs.d/lp/garbo.yaml, changes here are "
            "lost");
  EXPECT_EQ(job_file_of(mark + "\n[Unit]\n"), "/etc/scriptactivity/jobs.d/lp/garbo.yaml");
}

TEST(Mark, StandsInTheFirstLineOnly) {
  EXPECT_EQ(job_file_of("[Unit]\n" + mark_of("/x.yaml") + "\n"), std::nullopt);
  EXPECT_EQ(job_file_of(""), std::nullopt);
  EXPECT_EQ(job_file_of("# Made by sa-unitgen from "), std::nullopt);
  EXPECT_EQ(job_file_of("# Made by sa-unitgen from , changes here are lost"), std::nullopt);
}

}  // namespace
}  // namespace sa
