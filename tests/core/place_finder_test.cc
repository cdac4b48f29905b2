#include "core/place_finder.h"

#include <gtest/gtest.h>

namespace {

TEST(PlaceFinder, CountsLinesAndCharacters) {
  sa::PlaceFinder places("one\n\tzwölf \xff!\n");
  EXPECT_EQ(places.at(0), (sa::Place{1, 1}));
  EXPECT_EQ(places.at(3), (sa::Place{1, 4}));
  EXPECT_EQ(places.at(4), (sa::Place{2, 1}));
  EXPECT_EQ(places.at(5), (sa::Place{2, 2}));
  EXPECT_EQ(places.at(9), (sa::Place{2, 5})) << "behind the two bytes of an umlaut";
  EXPECT_EQ(places.at(13), (sa::Place{2, 9})) << "behind a byte that is no UTF-8";
  EXPECT_EQ(places.at(15), (sa::Place{3, 1})) << "behind the last character";
  EXPECT_EQ(places.at(1), (sa::Place{1, 2})) << "going back";
}

}  // namespace
