#pragma once

namespace sa {

// Takes the places of standard input, output and error where the parent closed them, or else a file
// that we open, such as the store, would take one and get our messages.
void occupy_standard_streams();

}  // namespace sa
