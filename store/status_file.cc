#include "store/status_file.h"

#include "core/error.h"
#include "store/record_format.h"
#include "store/store_files.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr Bytes magic = "SASTATUS";
constexpr std::uint32_t newest_schema = 1;
constexpr off_t largest_file = off_t{1} << 30;

// The file begins with the magic, the schema and the size of what follows up to the units: a
// checksum, this, and the host's name. Its checksum covers the schema as key.
struct Head {
  std::uint64_t file_size;
  std::int64_t written;
  Id128 boot;
  std::uint64_t units;
};
constexpr std::size_t sizes_size = 2 * sizeof(std::uint32_t);

template <typename Value>
void append(const Value& value, std::string& out) {
  static_assert(std::is_trivially_copyable_v<Value>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename Value>
Value take(Bytes& bytes, const std::string& failure) {
  if (bytes.size() < sizeof(Value)) throw Damaged(failure + ": it is cut short");
  Value value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

Bytes take(Bytes& bytes, std::size_t size, const std::string& failure) {
  if (bytes.size() < size) throw Damaged(failure + ": it is cut short");
  const Bytes taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return taken;
}

[[noreturn]] void fail(const std::string& failure) {
  const int code = errno;
  const std::string message = failure + ": " + std::strerror(code);
  if (code == ENOSPC || code == EDQUOT) throw NoRoom(message);
  throw Error(message);
}

std::string head_of(const Head& head, const std::string& host) {
  std::string fields;
  append(head, fields);
  fields += host;
  std::string out(magic);
  append(newest_schema, out);
  append(static_cast<std::uint32_t>(checksum_size + fields.size()), out);
  const Bytes key = Bytes(out).substr(magic.size());
  std::string sealed;
  seal(Kind::status_head, key, fields, sealed);
  return out + sealed;
}

void write_all(int file, std::vector<iovec>& parts, const std::string& failure) {
  for (auto part = parts.begin(); part != parts.end();) {
    const auto count = std::min<std::ptrdiff_t>(parts.end() - part, IOV_MAX);
    const ssize_t written = ::writev(file, &*part, static_cast<int>(count));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(failure);
    auto left = static_cast<std::size_t>(written);
    for (; part != parts.end() && left >= part->iov_len; ++part) left -= part->iov_len;
    if (part == parts.end()) break;
    part->iov_base = static_cast<char*>(part->iov_base) + left;
    part->iov_len -= left;
  }
}

iovec part_of(std::string& bytes) {
  return {bytes.data(), bytes.size()};
}

std::string contents_of(int file, off_t size, const std::string& failure) {
  std::string contents(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < contents.size()) {
    const ssize_t count = ::read(file, contents.data() + done, contents.size() - done);
    if (count < 0 && errno != EINTR) fail(failure);
    if (count == 0) break;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  contents.resize(done);
  return contents;
}

Status status_in(Bytes bytes, const std::string& failure) {
  const std::size_t file_size = bytes.size();
  if (bytes.substr(0, magic.size()) != magic)
    throw Damaged(failure + ": it is not a status file of this program");
  bytes.remove_prefix(magic.size());
  const Bytes sizes = bytes.substr(0, sizes_size);
  const auto schema = take<std::uint32_t>(bytes, failure);
  if (schema > newest_schema)
    throw Damaged(failure + ": its schema is newer than this program; upgrade this program");
  const auto head_size = take<std::uint32_t>(bytes, failure);
  Bytes fields = unseal(Kind::status_head, sizes, take(bytes, head_size, failure),
                        "the head of the status file");
  const auto head = take<Head>(fields, failure);
  if (head.file_size != file_size) throw Damaged(failure + ": it is cut short or too long");
  Status status{std::string(fields), head.boot, Instant(Duration(head.written)), {}};
  status.units.reserve(std::min<std::uint64_t>(head.units, file_size / 32));
  while (!bytes.empty()) {
    const auto size = take<std::uint32_t>(bytes, failure);
    status.units.push_back(decode_unit_status(take(bytes, size, failure)));
  }
  if (status.units.size() != head.units) throw Damaged(failure + ": units are missing");
  return status;
}

}  // namespace

StatusWriter::StatusWriter(std::filesystem::path file) : file_(std::move(file)) {}

void StatusWriter::set(const UnitStatus& unit) {
  std::string value;
  encode_unit_status(unit, value);
  std::string& kept = encoded_[unit.unit];
  kept.clear();
  append(static_cast<std::uint32_t>(value.size()), kept);
  kept += value;
}

void StatusWriter::remove(std::string_view unit) {
  if (const auto found = encoded_.find(unit); found != encoded_.end()) encoded_.erase(found);
}

void StatusWriter::write(const std::string& host, const Id128& boot, Instant now) {
  const std::string failure = "cannot write the status file '" + file_.string() + "'";
  Head head{0, now.time_since_epoch().count(), boot, encoded_.size()};
  head.file_size = head_of(head, host).size();
  for (const auto& [unit, bytes] : encoded_) head.file_size += bytes.size();
  std::string first = head_of(head, host);
  std::vector<iovec> parts{part_of(first)};
  parts.reserve(encoded_.size() + 1);
  for (auto& [unit, bytes] : encoded_) parts.push_back(part_of(bytes));

  const std::string made = file_.string() + ".new";
  const Descriptor file(::open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.number() < 0) fail(failure);
  try {
    if (::fchmod(file.number(), 0644) != 0) fail(failure);
    write_all(file.number(), parts, failure);
    if (::rename(made.c_str(), file_.c_str()) != 0) fail(failure);
  } catch (...) {
    ::unlink(made.c_str());
    throw;
  }
}

void StatusWriter::touch() {
  if (::utimensat(AT_FDCWD, file_.c_str(), nullptr, 0) != 0)
    fail("cannot touch the status file '" + file_.string() + "'");
}

PublishedStatus read_status(const std::filesystem::path& path) {
  const std::string failure = "cannot read the status file '" + path.string() + "'";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts {};
  if (file.number() < 0 || ::fstat(file.number(), &facts) != 0) fail(failure);
  if (!S_ISREG(facts.st_mode) || facts.st_size > largest_file)
    throw Damaged(failure + ": it is not a status file of this program");
  const auto contents = contents_of(file.number(), facts.st_size, failure);
  const auto heartbeat =
      std::chrono::seconds(facts.st_mtim.tv_sec) +
      std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(facts.st_mtim.tv_nsec));
  return {status_in(contents, failure), Instant(heartbeat)};
}

}  // namespace sa
