#pragma once

#include "core/job.h"

#include <string>
#include <string_view>

namespace sa {

// All quoting for init(5), by the rules of libnih's config.c and Upstart's job_process.c (1.13.2).

// Whether `text` can be one word of a stanza: it is not empty and has no line break.
bool fits_a_word(std::string_view text);

// One word that init reads back as `text`, which fits: as it is where that is plain, else in
// quotes. No quote can stand within quotes of its own kind, and a backslash is doubled within both.
std::string conf_word(std::string_view text);

// What stands behind "pre-start" or alone: "exec WORDS", or "script", a line of shell and
// "end script". The process is `command`, word by word:
// - words without a character that is special to Upstart are split at blanks, and no shell runs;
// - else /bin/sh -e runs "exec 'a b'", which takes the place of the shell;
// - where a word has a backslash, which libnih would take for itself also within quotes, the line
//   stands in a script block, which is taken as it is; a line break is made by printf, since a line
//   of its own could end the block.
std::string process_text(const Command& command);

}  // namespace sa
