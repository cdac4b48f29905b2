#pragma once

#include "cli/output.h"
#include "cli/screen.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

enum class Colour { none, red, yellow, green, grey };

// The text as it is, between the codes of a colour when the screen has them.
std::string coloured(std::string_view text, Colour colour, const Screen& screen);

struct Cell {
  std::string text;  // as it came from the unit; the table makes it printable
  Colour colour = Colour::none;
};

struct Column {
  std::string_view title;
  int least = 0;          // columns that squeezing leaves it; 0: it is never squeezed
  bool optional = false;  // left out while all its cells are empty
  // Left out where even squeezed columns have no room: 1 before 2, and so on; 0: never.
  int leaves = 0;
};

// Rows under titles, each column as wide as its widest cell. On a screen with a width columns are
// left out, the rest is squeezed, the widest first, and cut where that is not enough.
class Table {
 public:
  Table(std::vector<Column> columns, const Screen& screen);

  // As many cells as columns. Nothing of a cell breaks its row.
  void add(std::vector<Cell> cells);
  std::size_t rows() const { return rows_.size(); }
  // Writes the rows added since the last print, under the titles at the first time. Widths only
  // grow from print to print, so that a long table can be printed in parts. What is left out at the
  // first time stays so.
  void print(Output& out);

 private:
  int least_of(std::size_t i) const;
  int least_total() const;
  void leave_out();
  std::vector<int> squeezed() const;
  void print_row(const std::vector<Cell>& cells, const std::vector<int>& widths, Output& out) const;

  std::vector<Column> columns_;
  Screen screen_;
  std::vector<int> widths_;  // 0: an optional column without a cell so far
  std::vector<bool> left_out_;
  std::vector<std::vector<Cell>> rows_;
  bool titled_ = false;
};

}  // namespace sa
