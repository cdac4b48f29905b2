#pragma once

#include "unitgen/config/file_stamp.h"

#include <functional>
#include <optional>
#include <string>

#include <sys/stat.h>
#include <sys/types.h>

namespace sa {

// A file or a folder that others may have written, and that decides what runs here: who may have.
struct WriterRule {
  // Users who may own the file. Empty function: anybody.
  std::function<bool(uid_t)> owner;
  // Groups that may write it.
  std::function<bool(gid_t)> group;
  // A team's: the file must also be readable by its owner's like, or have an owner of the team, and
  // have one name only. Or else somebody could make us read another's file (an old /etc/shadow by a
  // hard link) and have it told in our messages.
  std::function<bool(const struct stat&)> readable;
};

// Of a file that only root (or who runs us) may have written.
WriterRule own_rule();

// Why `found` is not what we read jobs from, "expected ..., got ..."; nullopt: it is.
std::optional<std::string> file_problem(const struct stat& found, const WriterRule& rule);
std::optional<std::string> folder_problem(const struct stat& found, const WriterRule& rule);

struct SourceFile {
  FileStamp stamp;
  std::string text;
  std::optional<std::string> problem;  // then there is no text
};

// Opens `name` in `folder` once, judges what was opened, and reads it. Never follows a link, never
// leaves the folder or its file system, never waits: not for a FIFO, a device or a lease.
SourceFile read_source(int folder, const std::string& name, const WriterRule& rule);

// The same of a path that the caller chose himself: links are followed.
SourceFile read_chosen(const std::string& path);

}  // namespace sa
