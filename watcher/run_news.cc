#include "watcher/run_news.h"

namespace sa {

RunNews::News RunNews::of(const Run& run) {
  News news;
  news.ended = run.state != State::running;
  if (!run.began || *run.began < since_ || !began_.insert(run.identity).second) return news;
  news.began = true;
  in_order_.push_back(run.identity);
  if (in_order_.size() > most_remembered) {
    began_.erase(in_order_.front());
    in_order_.pop_front();
  }
  return news;
}

}  // namespace sa
