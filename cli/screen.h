#pragma once

namespace sa {

// How tables may look. The default is what a pipe or a file gets.
struct Screen {
  bool terminal = false;
  int width = 0;  // columns; 0: as wide as it comes
  bool colour = false;
};

// Of standard output and the environment: $COLUMNS, else the terminal's own width; NO_COLOR and
// TERM=dumb take the colour away. What is not a terminal has no width, so nothing is cut there.
Screen screen_of_stdout();

}  // namespace sa
