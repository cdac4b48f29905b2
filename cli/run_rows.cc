#include "cli/run_rows.h"

#include "cli/colours.h"
#include "cli/run_words.h"
#include "core/local_time.h"

namespace sa {
namespace {

class JsonRows : public RunRows {
 public:
  explicit JsonRows(Output& out) : lines_(out) {}
  void put(const Run& run, const Owner& owner) override { lines_.put(run, owner); }

 private:
  JsonLines lines_;
};

class CsvRows : public RunRows {
 public:
  explicit CsvRows(Output& out) : out_(out) { put_csv_titles(out_); }
  void put(const Run& run, const Owner& owner) override { put_csv(out_, run, owner); }

 private:
  Output& out_;
};

class TableRows : public RunRows {
 public:
  TableRows(Output& out, const Screen& screen, Instant now)
      : out_(out),
        now_(now),
        table_({{"BEGAN"},
                {"UNIT", 14},
                {"TOOK", 0, false, 2},
                {"STATE"},
                {"RESULT", 8, false, 4},
                {"TRIGGER", 7, false, 1},
                {"REASON", 16, screen.terminal, 3}},
               screen) {}

  void put(const Run& run, const Owner&) override {
    table_.add({{local_second(happened(run))},
                {run.unit},
                {duration_words(run, now_)},
                {std::string(to_string(run.state)), colour_of(run.state)},
                {outcome(run)},
                {trigger_words(run)},
                {in_local_zone(run.reason)}});
    if (table_.rows() == part_) table_.print(out_);
  }

  void end() override {
    if (table_.rows() > 0) table_.print(out_);
  }

 private:
  static constexpr std::size_t part_ = 1000;
  Output& out_;
  Instant now_;
  Table table_;
};

}  // namespace

std::unique_ptr<RunRows> json_rows(Output& out) {
  return std::make_unique<JsonRows>(out);
}
std::unique_ptr<RunRows> csv_rows(Output& out) {
  return std::make_unique<CsvRows>(out);
}
std::unique_ptr<RunRows> table_rows(Output& out, const Screen& screen, Instant now) {
  return std::make_unique<TableRows>(out, screen, now);
}

}  // namespace sa
