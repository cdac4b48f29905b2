#include "core/utf8.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Utf8, FirstCharacterHasItsCodePointAndSize) {
  const CodePoint point = first_code_point("€uro");
  EXPECT_EQ(point.value, U'€');
  EXPECT_EQ(point.size, 3U);
  EXPECT_TRUE(point.valid);
}

TEST(Utf8, TextOfEverySizeOfCharacterIsValid) {
  EXPECT_TRUE(is_utf8("a ä € 𝄞"));
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("\U0010FFFF"));
}

TEST(Utf8, WhatUnicodeForbidsIsInvalid) {
  EXPECT_FALSE(is_utf8("\x80"));              // stray continuation
  EXPECT_FALSE(is_utf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(is_utf8("\xe0\x80\xaf"));      // overlong
  EXPECT_FALSE(is_utf8("\xf0\x80\x80\xaf"));  // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(is_utf8("\xff"));
}

TEST(Utf8, CutAtEveryByteIsInvalid) {
  const std::string whole = "\U0001D11E";
  for (std::size_t size = 1; size < whole.size(); ++size)
    EXPECT_FALSE(is_utf8(whole.substr(0, size))) << size;
}

TEST(Utf8, RepairReplacesEachInvalidByte) {
  EXPECT_EQ(repaired_utf8("ab\xff\xfe"
                          "c"),
            "ab\uFFFD\uFFFD"
            "c");
  EXPECT_EQ(repaired_utf8("cut \xe2\x82"), "cut \uFFFD\uFFFD");
  EXPECT_EQ(repaired_utf8("fine €"), "fine €");
}

TEST(Utf8, RepairedIsAlwaysValid) {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const char bytes[] = {static_cast<char>(first), static_cast<char>(second), 'x'};
      EXPECT_TRUE(is_utf8(repaired_utf8({bytes, sizeof bytes}))) << first << " " << second;
    }
}

}  // namespace
}  // namespace sa
