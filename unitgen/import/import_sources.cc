#include "unitgen/import/import_sources.h"

#include "core/ascii.h"
#include "unitgen/because.h"
#include "unitgen/whole_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 10'000'000;

class SourceReader {
 public:
  SourceReader(ImportKind kind, Imported& imported) : kind_(kind), imported_(imported) {}
  void read(const std::string& path);
  std::vector<ImportSource> take() { return std::move(sources_); }

 private:
  std::optional<std::string> text_of(const std::string& path);
  void add(const std::string& path, std::string name);
  void add_folder(const std::string& path);
  void add_found(const fs::path& folder, const fs::path& file);
  void pass_over(const std::string& path, std::string_view why);
  void fail(const std::string& path, std::string message) {
    imported_.tell(Severity::problem, path, {}, "", std::move(message));
  }

  ImportKind kind_;
  Imported& imported_;
  std::vector<ImportSource> sources_;
};

std::optional<std::string> SourceReader::text_of(const std::string& path) {
  const bool is_input = path == "-";
  const Fd fd(is_input ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  auto text = fd ? read_whole(fd, most_bytes + 1) : std::nullopt;
  if (!text) {
    fail(path, "cannot be read" + because());
  } else if (text->size() > most_bytes) {
    fail(path, "expected at most 10 MB");
    text.reset();
  }
  return text;
}

std::string override_of(const std::string& path) {
  if (!path.ends_with(".conf")) return "";
  const std::string found = path.substr(0, path.size() - 5) + ".override";
  std::error_code ignored;
  return fs::is_regular_file(found, ignored) ? found : "";
}

void SourceReader::add(const std::string& path, std::string name) {
  auto text = text_of(path);
  if (!text) return;
  ImportSource source{path, std::move(name), std::move(*text), "", ""};
  if (kind_ == ImportKind::upstart) source.override_path = override_of(path);
  if (!source.override_path.empty()) {
    source.override_text = text_of(source.override_path).value_or("");
  }
  sources_.push_back(std::move(source));
}

void SourceReader::pass_over(const std::string& path, std::string_view why) {
  imported_.tell(Severity::note, path, {}, "", "passed over, since " + std::string(why));
}

// The names that cron reads in cron.d; those of crontabs/ are names of users.
bool is_cron_name(const std::string& name) {
  return std::ranges::all_of(
      name, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

std::string without_ending(const std::string& path) {
  return path.substr(0, path.size() - (path.ends_with(".conf") ? 5 : 0));
}

void SourceReader::add_found(const fs::path& folder, const fs::path& file) {
  const std::string path = file.string();
  const std::string name = file.filename().string();
  if (name.starts_with('.')) return;
  switch (kind_) {
    case ImportKind::crontab: {
      const bool of_users = folder.filename() == "crontabs";
      if (of_users || is_cron_name(name)) return add(path, name);
      return pass_over(path, "cron reads names of letters, digits, '_' and '-' only");
    }
    case ImportKind::process_control:
      if (name.ends_with(".yaml")) return add(path, name);
      return pass_over(path, "process-control reads *.yaml only");
    case ImportKind::upstart:
      if (name.ends_with(".conf")) return add(path, without_ending(fs::relative(file, folder)));
      if (!name.ends_with(".override")) return pass_over(path, "Upstart reads *.conf only");
      if (!fs::exists(fs::path(file).replace_extension(".conf"))) {
        pass_over(path, "there is no .conf of this name");
      }
  }
}

void SourceReader::add_folder(const std::string& path) {
  fs::path folder(path);
  if (!folder.has_filename()) folder = folder.parent_path();
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator each(folder), end; each != end; ++each) {
    const bool deep = each->is_directory() && kind_ == ImportKind::upstart;
    if (!deep) each.disable_recursion_pending();
    if (each->is_regular_file()) files.push_back(each->path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) add_found(folder, file);
}

void SourceReader::read(const std::string& path) {
  std::error_code error;
  const bool is_folder = path != "-" && fs::is_directory(path, error);
  try {
    if (is_folder) return add_folder(path);
  } catch (const fs::filesystem_error& found) {
    return fail(path, "cannot be read: " + found.code().message());
  }
  const std::string name = path.substr(path.rfind('/') + 1);
  if (kind_ == ImportKind::upstart && name.ends_with(".override")) {
    return fail(path, "expected the .conf file that this belongs to");
  }
  add(path, without_ending(name));
}

}  // namespace

std::vector<ImportSource> import_sources(ImportKind kind, const std::vector<std::string>& paths,
                                         Imported& imported) {
  SourceReader reader(kind, imported);
  for (const std::string& path : paths) reader.read(path);
  return reader.take();
}

}  // namespace sa
