#include "watcher/run_news.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::seconds{1'795'348'800}};

class News : public testing::Test {
 protected:
  News() { news.listen(noon); }

  std::string told(State state, std::optional<Instant> began, std::uint8_t id = 1) {
    sa::Run run;
    run.identity.bytes[15] = id;
    run.state = state;
    run.began = began;
    const auto what = news.of(run);
    return std::string(what.began ? "began " : "") + (what.ended ? "ended" : "");
  }

  RunNews news;
};

TEST_F(News, TellsOnceThatARunBeganAndHowItEnded) {
  EXPECT_EQ(told(State::running, noon + 1s), "began ");
  EXPECT_EQ(told(State::running, noon + 1s), "");
  EXPECT_EQ(told(State::failed, noon + 1s), "ended");
}

TEST_F(News, TellsTheEndAgainWhereMoreBecameKnown) {
  told(State::running, noon);
  EXPECT_EQ(told(State::failed, noon), "ended");
  EXPECT_EQ(told(State::interrupted, noon), "ended");
}

TEST_F(News, TellsBothOfAShortRun) {
  EXPECT_EQ(told(State::succeeded, noon + 1s), "began ended");
}

TEST_F(News, TellsNoBeginningOfWhatBeganUnheard) {
  EXPECT_EQ(told(State::succeeded, noon - 1s), "ended");
}

TEST_F(News, TellsNoBeginningOfWhatNeverBegan) {
  EXPECT_EQ(told(State::missed, std::nullopt), "ended");
}

}  // namespace
}  // namespace sa
