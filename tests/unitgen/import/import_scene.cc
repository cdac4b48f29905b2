#include "import_scene.h"

#include "unitgen/import/import.h"

#include <cstdlib>
#include <sstream>

namespace sa {
namespace {

namespace fs = std::filesystem;

ImportOptions options_of(const std::string& words, const fs::path& output) {
  ImportOptions options;
  options.output_dir = output;
  std::istringstream in(words);
  std::string word;
  in >> word;
  options.kind = word == "crontab"   ? ImportKind::crontab
                 : word == "upstart" ? ImportKind::upstart
                                     : ImportKind::process_control;
  while (in >> word) {
    if (word == "--system") {
      options.system_crontab = true;
    } else if (word == "--as-user") {
      in >> options.as_user;
    } else if (word == "--config") {
      in >> options.config;
    } else {
      options.paths.push_back(word);
    }
  }
  return options;
}

std::string with_out(std::string text, const std::string& output) {
  for (std::size_t at = text.find(output); at != std::string::npos; at = text.find(output)) {
    text.replace(at, output.size(), "OUT");
  }
  return text;
}

}  // namespace

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return (std::stringstream() << file.rdbuf()).str();
}

Files files_in(const fs::path& folder) {
  Files files;
  for (const auto& file : fs::directory_iterator(folder)) {
    files[file.path().filename().string()] = content(file.path());
  }
  return files;
}

ImportScene::ImportScene(const fs::path& folder) : before_(fs::current_path()) {
  std::string name = (fs::temp_directory_path() / "sa-import-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  output_ = name;
  fs::current_path(folder);
}

ImportScene::~ImportScene() {
  fs::current_path(before_);
  fs::remove_all(output_);
}

Files ImportScene::import(const std::string& words) {
  std::ostringstream out, err;
  const int code = cmd_import(options_of(words, output_), out, err);
  Files files = files_in(output_);
  files["report"] =
      with_out(err.str() + out.str() + "exit " + std::to_string(code) + '\n', output_);
  return files;
}

}  // namespace sa
