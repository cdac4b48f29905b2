#include "store/run_writer.h"

#include "core/error.h"
#include "store/dictionary.h"
#include "store/layout.h"
#include "store/run_edit.h"
#include "store/run_lookup.h"
#include "store/slot_table.h"
#include "store/store_files.h"
#include "store/unit_table.h"

#include <variant>

namespace sa {
namespace {

using lmdb::Access;
using lmdb::Transaction;

constexpr std::size_t longest_note_name = 511;
constexpr std::uint64_t commits_between_reader_checks = 1000;

struct Note {
  std::string name;
  std::string value;
};
struct Drop {
  RunKey key;
};
struct DropSlots {
  std::string key;
};
using Pending = std::variant<Run, UnitRecord, SlotRange, Note, Drop, DropSlots>;

// An open store; made anew when LMDB gave the old one up.
struct Store {
  Store(const std::filesystem::path& directory, std::size_t map_size)
      : environment(directory, Access::write, map_size), tables([this] {
          environment.check_free_pages();
          Transaction transaction(environment, Access::write);
          const auto made = make_tables(transaction);
          transaction.commit();
          return made;
        }()) {
    environment.check_readers();
  }

  lmdb::Environment environment;
  Tables tables;
  Dictionary dictionary{tables};
  RunEdit edit{tables, dictionary};
};

}  // namespace

class RunWriter::Impl {
 public:
  Impl(const std::filesystem::path& directory, std::size_t map_size)
      : directory_(directory), map_size_(map_size) {
    make_store_directory(directory);
    store_ = std::make_unique<Store>(directory, map_size);
  }

  template <typename Change>
  void add(const Change& change) {
    pending_.emplace_back(std::in_place_type<Change>, change);
  }
  void forget();
  void commit();
  std::size_t prune(const Retention& retention, Instant now, std::size_t at_most);

  // Calls `read` with a view of what is committed.
  template <typename Read>
  auto view(const Read& read) {
    Transaction transaction(store_->environment, Access::read);
    return read(transaction, *store_);
  }
  Run whole_run(const Transaction& transaction, RunKey key);

 private:
  void try_commit();
  void apply(Transaction& transaction, Pending& change);

  std::filesystem::path directory_;
  std::size_t map_size_;
  std::unique_ptr<Store> store_;
  std::vector<Pending> pending_;
  RunKey next_to_drop_ = 0;  // all before it that may go are among the pending
  bool loaded_ = false;      // store_->edit knows what is committed
  std::uint64_t commits_ = 0;
};

void RunWriter::Impl::forget() {
  pending_.clear();
  next_to_drop_ = 0;
}

void RunWriter::Impl::apply(Transaction& transaction, Pending& change) {
  if (auto* run = std::get_if<Run>(&change)) {
    store_->edit.put(transaction, *run);
  } else if (const auto* unit = std::get_if<UnitRecord>(&change)) {
    sa::put_unit(transaction, store_->tables, store_->dictionary, *unit);
  } else if (const auto* slots = std::get_if<SlotRange>(&change)) {
    sa::put_slots(transaction, store_->tables, store_->dictionary, *slots);
  } else if (const auto* over = std::get_if<DropSlots>(&change)) {
    drop_slots(transaction, store_->tables, over->key);
  } else if (const auto* note = std::get_if<Note>(&change)) {
    std::string sealed;
    seal(Kind::note, note->name, note->value, sealed);
    transaction.put(store_->tables.notes, note->name, sealed);
  } else {
    store_->edit.drop(transaction, std::get<Drop>(change).key);
  }
}

void RunWriter::Impl::try_commit() {
  Transaction transaction(store_->environment, Access::write);
  if (!loaded_) {
    store_->dictionary.forget();
    store_->edit.load(transaction);
  }
  loaded_ = false;
  for (auto& change : pending_) apply(transaction, change);
  transaction.commit();
  loaded_ = true;
}

void RunWriter::Impl::commit() {
  if (pending_.empty()) return;
  try {
    for (bool done = false; !done;) try {
        try_commit();
        done = true;
      } catch (const lmdb::MapFull&) {
        store_->environment.grow();
      } catch (const lmdb::Broken&) {
        store_.reset();
        store_ = std::make_unique<Store>(directory_, map_size_);
      }
    store_->environment.fill_file();
  } catch (...) {
    forget();
    throw;
  }
  forget();
  if (++commits_ % commits_between_reader_checks == 0) store_->environment.check_readers();
}

std::size_t RunWriter::Impl::prune(const Retention& retention, Instant now, std::size_t at_most) {
  Transaction transaction(store_->environment, Access::read);
  std::uint64_t runs = transaction.entries(store_->tables.runs);
  for (const auto& change : pending_) runs -= std::holds_alternative<Drop>(change) ? 1 : 0;
  lmdb::Cursor cursor(transaction, store_->tables.runs);
  Run run;
  std::size_t dropped = 0;
  bool found = cursor.find_from(bytes_of(next_to_drop_));
  for (; found && dropped < at_most; found = cursor.next()) {
    const auto key = integer_of<RunKey>(cursor.key());
    decode_run(cursor.value(), key, run);
    const bool is_old = retention.age && run.at < now - *retention.age;
    if (!is_old && !(retention.runs && runs > *retention.runs)) break;
    if (run.state == State::running) continue;
    add(Drop{key});
    next_to_drop_ = key + 1;
    ++dropped;
    --runs;
  }
  if (!retention.age) return dropped;
  for (auto& key : slots_over_before(transaction, store_->tables, now - *retention.age, at_most)) {
    add(DropSlots{std::move(key)});
    ++dropped;
  }
  return dropped;
}

Run RunWriter::Impl::whole_run(const Transaction& transaction, RunKey key) {
  Run run;
  const auto rest = read_run(transaction, store_->tables, key, run);
  complete_run(transaction, store_->tables, store_->dictionary, key, rest, run);
  return run;
}

RunWriter::RunWriter(const std::filesystem::path& directory, std::size_t map_size)
    : impl_(std::make_unique<Impl>(directory, map_size)) {}
RunWriter::~RunWriter() = default;

void RunWriter::put(const Run& run) {
  if (!has_key(run.at))
    throw Error("cannot write a run of '" + run.unit + "': it began before 1970 or after 2112");
  impl_->add(run);
}

void RunWriter::put_unit(const UnitRecord& unit) {
  impl_->add(unit);
}

void RunWriter::put_slots(const SlotRange& range) {
  impl_->add(range);
}

void RunWriter::put_note(std::string_view name, std::string_view value) {
  if (name.empty() || name.size() > longest_note_name)
    throw Error("cannot write a note: its name has no or more than 511 bytes");
  impl_->add(Note{std::string(name), std::string(value)});
}

void RunWriter::commit() {
  impl_->commit();
}

void RunWriter::roll_back() {
  impl_->forget();
}

std::vector<UnitRecord> RunWriter::units() const {
  return impl_->view([](const Transaction& transaction, const Store& store) {
    return all_units(transaction, store.tables);
  });
}

std::vector<Run> RunWriter::open_runs() const {
  return impl_->view([&](const Transaction& transaction, const Store& store) {
    std::vector<Run> runs;
    lmdb::Cursor open(transaction, store.tables.open_runs);
    for (bool found = open.first(); found; found = open.next())
      runs.push_back(impl_->whole_run(transaction, integer_of<RunKey>(open.key())));
    return runs;
  });
}

std::optional<Run> RunWriter::last_run(std::string_view unit, Instant until) const {
  return impl_->view([&](const Transaction& transaction, Store& store) -> std::optional<Run> {
    const auto number = store.dictionary.number_of(transaction, unit);
    if (!number) return std::nullopt;
    const auto partitions = partitions_of(transaction, store.tables);
    const auto key = newest_that_ran(transaction, store.tables, partitions, *number, until);
    if (!key) return std::nullopt;
    return impl_->whole_run(transaction, *key);
  });
}

std::optional<Run> RunWriter::run(const Id128& identity) const {
  return impl_->view([&](const Transaction& transaction, Store& store) -> std::optional<Run> {
    Run run;
    const auto partitions = partitions_of(transaction, store.tables);
    const auto found = find_identity(transaction, store.tables, partitions, identity, run);
    if (!found) return std::nullopt;
    complete_run(transaction, store.tables, store.dictionary, found->key, found->rest, run);
    return run;
  });
}

std::optional<std::string> RunWriter::note(std::string_view name) const {
  return impl_->view(
      [&](const Transaction& transaction, const Store& store) -> std::optional<std::string> {
        if (name.empty() || name.size() > longest_note_name) return std::nullopt;
        const auto sealed = transaction.get(store.tables.notes, name);
        if (!sealed) return std::nullopt;
        return std::string(unseal(Kind::note, name, *sealed, "a note"));
      });
}

std::size_t RunWriter::prune(const Retention& retention, Instant now, std::size_t at_most) {
  return impl_->prune(retention, now, at_most);
}

std::uint64_t RunWriter::size() const {
  return impl_->view([](const Transaction& transaction, const Store& store) {
    return transaction.entries(store.tables.runs);
  });
}

}  // namespace sa
