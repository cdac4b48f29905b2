#include "unitgen/apply/manifest.h"

#include "unitgen/config/file_stamp.h"
#include "unitgen/fd.h"
#include "unitgen/systemd/unit_dir.h"

#include <charconv>

#include <fcntl.h>

namespace sa {
namespace {

constexpr std::string_view first_line = "sa-unitgen manifest 1\n";

void append_part(std::string& text, std::string_view name, std::string_view part) {
  text.append(name).append(" ").append(std::to_string(part.size())).append("\n").append(part);
}

// Takes "NAME NUMBER\n" off the front.
std::optional<std::size_t> take_number(std::string_view& text, std::string_view name) {
  if (!text.starts_with(name) || text.size() <= name.size()) return std::nullopt;
  text.remove_prefix(name.size() + 1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != '\n') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

std::optional<std::string_view> take_part(std::string_view& text, std::string_view name) {
  const auto size = take_number(text, name);
  if (!size || *size > text.size()) return std::nullopt;
  const std::string_view part = text.substr(0, *size);
  text.remove_prefix(*size);
  return part;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::string manifest_text(const Manifest& manifest) {
  std::string problems;
  for (const std::string& line : manifest.problems) problems.append(line).append("\n");
  std::string text(first_line);
  text.append("jobs ").append(std::to_string(manifest.jobs)).append("\n");
  append_part(text, "problems", problems);
  append_part(text, "inputs", manifest.inputs);
  append_part(text, "outputs", manifest.outputs);
  return text;
}

std::optional<Manifest> read_manifest(std::string_view text) {
  if (!text.starts_with(first_line)) return std::nullopt;
  text.remove_prefix(first_line.size());
  const auto jobs = take_number(text, "jobs");
  const auto problems = take_part(text, "problems");
  const auto inputs = take_part(text, "inputs");
  const auto outputs = take_part(text, "outputs");
  if (!jobs || !problems || !inputs || !outputs || !text.empty()) return std::nullopt;
  return Manifest{std::string(*inputs), std::string(*outputs), *jobs, lines_of(*problems)};
}

std::string host_stamps(const std::string& zone, TargetKind target) {
  std::string stamps = std::string(SA_VERSION) + " " + zone;
  stamps += target == TargetKind::upstart ? " upstart\n" : "\n";
  for (const char* path :
       {"/proc/self/exe", "/etc/passwd", "/etc/group", "/usr/share/zoneinfo/tzdata.zi"})
    append_stamp(stamps, path, stamp_of_target(path));
  for (const std::string& folder : other_unit_folders())
    append_stamp(stamps, folder, stamp_of_target(folder.c_str()));
  return stamps;
}

std::string stamps_of(const std::string& folder, const std::vector<std::string>& names) {
  const Fd fd(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  std::string stamps;
  append_stamp(stamps, folder, stamp_of_target(folder.c_str()));
  for (const std::string& name : names)
    append_stamp(stamps, name, stamp_at(fd.get(), name.c_str()));
  return stamps;
}

// Names without a slash are in the folder that was named last.
bool are_current(std::string_view stamps) {
  Fd folder;
  std::string now;
  while (!stamps.empty()) {
    const auto name_end = stamps.find('\0');
    const auto end = stamps.find('\n', name_end);
    if (name_end == std::string_view::npos || end == std::string_view::npos) return false;
    const std::string name(stamps.substr(0, name_end));
    now.clear();
    if (name.starts_with('/')) {
      folder = Fd(open(name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
      append_stamp(now, name, stamp_of_target(name.c_str()));
    } else {
      append_stamp(now, name, stamp_at(folder.get(), name.c_str()));
    }
    if (now != stamps.substr(0, end + 1)) return false;
    stamps.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace sa
