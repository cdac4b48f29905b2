#include <clocale>
#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

// As `sa` does it, in a time zone that the expected outputs know.
int main(int argc, char** argv) {
  setenv("TZ", "UTC", 1);
  tzset();
  std::setlocale(LC_CTYPE, "C.UTF-8");
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
