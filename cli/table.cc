#include "cli/table.h"

#include "cli/terminal_text.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace sa {
namespace {

constexpr int gap = 2;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "\x1b[1;31m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::grey:
      return "\x1b[90m";
    case Colour::none:
      break;
  }
  return "";
}

int total(const std::vector<int>& widths) {
  const auto shown = std::ranges::count_if(widths, [](int width) { return width > 0; });
  return std::accumulate(widths.begin(), widths.end(), 0) +
         gap * std::max(0, static_cast<int>(shown) - 1);
}

}  // namespace

std::string coloured(std::string_view text, Colour colour, const Screen& screen) {
  if (!screen.colour || colour == Colour::none || text.empty()) return std::string(text);
  return std::string(code_of(colour)).append(text).append("\x1b[0m");
}

Table::Table(std::vector<Column> columns, const Screen& screen)
    : columns_(std::move(columns)), screen_(screen), left_out_(columns_.size(), false) {
  for (const Column& column : columns_)
    widths_.push_back(column.optional ? 0 : columns_of(column.title));
}

void Table::add(std::vector<Cell> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i].text = printable(cells[i].text);
    if (const int width = columns_of(cells[i].text); width > 0)
      widths_[i] = std::max({widths_[i], width, columns_of(columns_[i].title)});
  }
  rows_.push_back(std::move(cells));
}

int Table::least_of(std::size_t i) const {
  const int least = columns_[i].least;
  return least > 0 ? std::min(least, widths_[i]) : widths_[i];
}

int Table::least_total() const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < widths_.size(); ++i) widths.push_back(left_out_[i] ? 0 : least_of(i));
  return total(widths);
}

void Table::leave_out() {
  if (screen_.width == 0) return;
  for (int turn = 1; least_total() > screen_.width; ++turn) {
    const auto column = std::ranges::find(columns_, turn, &Column::leaves);
    if (column == columns_.end()) return;
    left_out_[static_cast<std::size_t>(column - columns_.begin())] = true;
  }
}

std::vector<int> Table::squeezed() const {
  std::vector<int> widths = widths_;
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (left_out_[i]) widths[i] = 0;
  if (screen_.width == 0) return widths;
  while (total(widths) > screen_.width) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i)
      if (widths[i] > least_of(i) && (widest == widths.size() || widths[i] >= widths[widest]))
        widest = i;
    if (widest == widths.size()) break;
    --widths[widest];
  }
  return widths;
}

void Table::print_row(const std::vector<Cell>& cells, const std::vector<int>& widths,
                      Output& out) const {
  std::string line;
  int at = 0, pad = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const int room = screen_.width == 0 ? widths[i] : std::min(widths[i], screen_.width - at);
    const std::string text = cut_to(cells[i].text, room);
    if (!text.empty()) {
      line.append(static_cast<std::size_t>(pad), ' ');
      line += coloured(text, cells[i].colour, screen_);
      pad = 0;
    }
    pad += widths[i] - columns_of(text) + gap;
    at += widths[i] + gap;
  }
  out.put(line.append("\n"));
}

void Table::print(Output& out) {
  const bool first = !std::exchange(titled_, true);
  if (first) leave_out();
  const std::vector<int> widths = squeezed();
  if (first) {
    std::vector<Cell> titles;
    for (const Column& column : columns_) titles.push_back({std::string(column.title)});
    print_row(titles, widths, out);
  }
  for (const auto& row : rows_) print_row(row, widths, out);
  rows_.clear();
}

}  // namespace sa
