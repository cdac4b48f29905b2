#pragma once

#include "unitgen/fd.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace sa {

// Writes `text` to PATH/NAME by a new file and a rename: whoever looks sees the old or the new one,
// also after a power cut. Throws Error.
void write_whole(const std::string& folder, const std::string& name, std::string_view text,
                 mode_t mode);

// Makes a folder, and those above it. Throws Error.
void make_folder(const std::string& path, mode_t mode);

// A folder whose files change all together, as far as a file system can: new texts are written
// aside, and only when all are on disk they are renamed into place. Killed at any point, each file
// is the old or the new one; what was left aside goes with the next use.
class StagedFolder {
 public:
  explicit StagedFolder(std::string path);
  // Drops what was not committed.
  ~StagedFolder();
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;

  // Throws Error, NoRoom when the disk is full; then nothing has changed.
  void stage(const std::string& name, std::string_view text, mode_t mode,
             std::optional<gid_t> group = std::nullopt);
  // All that is staged is on disk, and then in place.
  void commit();
  // At once; nothing happens when there is no such file.
  void remove(const std::string& name);
  // A link FOLDER/NAME to ../NAME, at once.
  void link(const std::string& folder, const std::string& name);
  void unlink(const std::string& folder, const std::string& name);

 private:
  void open_aside();
  void clear_aside();

  std::string path_;
  Fd fd_, aside_;
  std::vector<std::string> staged_;
};

}  // namespace sa
