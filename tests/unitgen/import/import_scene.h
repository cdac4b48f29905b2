#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace sa {

// File name -> text.
using Files = std::map<std::string, std::string>;

std::string content(const std::filesystem::path& path);
Files files_in(const std::filesystem::path& folder);

// Runs `sa-unitgen import` in a folder, into an empty folder that goes with this.
class ImportScene {
 public:
  explicit ImportScene(const std::filesystem::path& folder);
  ~ImportScene();
  ImportScene(const ImportScene&) = delete;
  ImportScene& operator=(const ImportScene&) = delete;

  // The words of the command line behind "import". Gives the job files and "report": what went to
  // the standard error, then to the standard output, then the exit code. OUT is the output folder.
  Files import(const std::string& words);
  const std::filesystem::path& output() const { return output_; }

 private:
  std::filesystem::path before_, output_;
};

}  // namespace sa
