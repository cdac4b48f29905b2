#include "store/run_reader.h"

#include "core/error.h"
#include "store/dictionary.h"
#include "store/layout.h"
#include "store/run_batch.h"
#include "store/run_lookup.h"
#include "store/slot_table.h"
#include "store/unit_table.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

using lmdb::Access;
using lmdb::Transaction;

Way way_through(const Span& span, Order order) {
  return {span.from ? first_key_at(*span.from) : 0, span.to ? first_key_at(*span.to) : ~RunKey{0},
          order == Order::newest_first};
}

// Least and greatest identity prefix that begins with these hex digits.
std::optional<std::array<std::string, 2>> prefix_range(std::string_view hex) {
  if (hex.empty() || hex.size() > 32) return std::nullopt;
  std::array<std::string, 2> range;
  for (const int fill : {0, 1}) {
    std::string digits(hex);
    digits.resize(32, fill == 0 ? '0' : 'f');
    // The null id is no id; its last digit is not in the prefix that the index keeps.
    if (fill == 0 && hex.size() < 32) digits.back() = '1';
    const auto id = parse_id128(digits);
    if (!id) return std::nullopt;
    range[static_cast<std::size_t>(fill)].assign(reinterpret_cast<const char*>(id->bytes.data()),
                                                 identity_prefix_size);
  }
  return range;
}

bool begins_with(const Id128& id, std::string_view hex) {
  const auto text = to_string(id);
  return std::equal(hex.begin(), hex.end(), text.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'F' ? a + 32 : a) == b; });
}

}  // namespace

class RunReader::Impl {
 public:
  explicit Impl(const std::filesystem::path& directory)
      : environment_(directory, Access::read, 0),
        tables_(tables_of(environment_)),
        transaction_(environment_, Access::read),
        dictionary_(tables_),
        batches_(tables_, dictionary_, environment_.failure()) {
    transaction_.reset();
  }

  // Calls `read` with a view of the store, which it holds until `read` returns.
  template <typename Read>
  auto view(const Read& read) {
    transaction_.renew();
    const Holder holder{transaction_};
    return read(static_cast<const Transaction&>(transaction_));
  }

  void visit_all(Way way, const RunVisitor& visit);
  void visit_unit(std::string_view unit, Way way, const RunVisitor& visit);
  std::vector<Run> with_invocation(std::string_view hex, std::size_t limit);

  Dictionary& dictionary() { return dictionary_; }
  const Tables& tables() const { return tables_; }

 private:
  struct Holder {
    Transaction& transaction;
    ~Holder() { transaction.reset(); }
  };

  static Tables tables_of(lmdb::Environment& environment) {
    Transaction transaction(environment, Access::read);
    const auto tables = open_tables(transaction);
    transaction.commit();
    return tables;
  }

  template <typename Read>
  void visit_batches(const RunVisitor& visit, const Read& read_some);

  lmdb::Environment environment_;
  Tables tables_;
  Transaction transaction_;
  Dictionary dictionary_;
  BatchReader batches_;
};

template <typename Read>
void RunReader::Impl::visit_batches(const RunVisitor& visit, const Read& read_some) {
  for (Batch batch;;) {
    batch.start_anew();
    view([&](const Transaction& transaction) { read_some(transaction, batch); });
    if (batch.used == 0) return;
    for (std::size_t i = 0; i < batch.used; ++i)
      if (visit(batch.runs[i]) == Visit::stop) return;
  }
}

// A page that lost its way to others shows in the count, if all was read of one state of the store.
void RunReader::Impl::visit_all(Way way, const RunVisitor& visit) {
  const bool is_whole = way.from == 0 && way.to == ~RunKey{0};
  std::optional<std::uint64_t> state;
  std::uint64_t visited = 0;
  visit_batches(visit, [&](const Transaction& view, Batch& batch) {
    batches_.read(view, way, batch);
    if (!state) state = view.id();
    visited += batch.used;
    if (batch.used == 0 && is_whole && *state == view.id() && visited != view.entries(tables_.runs))
      throw Damaged(environment_.failure() + ": some of its runs cannot be found");
  });
}

void RunReader::Impl::visit_unit(std::string_view unit, Way way, const RunVisitor& visit) {
  std::vector<Partition> partitions;
  std::optional<std::uint32_t> number;
  view([&](const Transaction& transaction) {
    number = dictionary_.number_of(transaction, unit);
    partitions = partitions_of(transaction, tables_);
  });
  if (!number) return;
  // Of a partition that begins after `to`, or ends before `from`, nothing is wanted.
  const auto end = std::lower_bound(partitions.begin(), partitions.end(), way.to);
  auto begin = std::upper_bound(partitions.begin(), end, way.from);
  if (begin != partitions.begin()) --begin;
  std::vector<Partition> wanted(begin, end);
  if (way.newest_first) std::reverse(wanted.begin(), wanted.end());
  auto next = wanted.begin();
  visit_batches(visit, [&](const Transaction& view, Batch& batch) {
    while (next != wanted.end() && batches_.read_of(view, *next, *number, way, batch)) ++next;
  });
}

std::vector<Run> RunReader::Impl::with_invocation(std::string_view hex, std::size_t limit) {
  std::vector<Run> runs;
  const auto range = prefix_range(hex);
  if (!range) return runs;
  view([&](const Transaction& transaction) {
    for (const auto partition : partitions_of(transaction, tables_)) {
      std::vector<RunKey> keys;
      visit_identities(transaction, tables_, partition, (*range)[0], (*range)[1], [&](RunKey key) {
        keys.push_back(key);
        return true;
      });
      std::sort(keys.begin(), keys.end());
      for (const auto key : keys) {
        if (runs.size() >= limit) return;
        Run run;
        const auto rest = read_run(transaction, tables_, key, run);
        if (!run.has_invocation || !begins_with(run.identity, hex)) continue;
        complete_run(transaction, tables_, dictionary_, key, rest, run);
        runs.push_back(std::move(run));
      }
    }
  });
  return runs;
}

RunReader::RunReader(const std::filesystem::path& directory)
    : impl_(std::make_unique<Impl>(directory)) {}
RunReader::~RunReader() = default;

std::vector<UnitRecord> RunReader::units() const {
  return impl_->view([&](const Transaction& view) { return all_units(view, impl_->tables()); });
}

std::optional<UnitRecord> RunReader::unit(std::string_view name) const {
  return impl_->view([&](const Transaction& view) {
    return unit_named(view, impl_->tables(), impl_->dictionary(), name);
  });
}

void RunReader::visit_runs_of(std::string_view unit, const Span& span, Order order,
                              const RunVisitor& visit) const {
  impl_->visit_unit(unit, way_through(span, order), visit);
}

void RunReader::visit_runs(const Span& span, Order order, const RunVisitor& visit) const {
  impl_->visit_all(way_through(span, order), visit);
}

std::vector<SlotRange> RunReader::slots_of(std::string_view unit, const Span& span) const {
  return impl_->view([&](const Transaction& view) {
    std::vector<SlotRange> ranges;
    visit_slots_of(view, impl_->tables(), impl_->dictionary(), unit, span.from, span.to,
                   [&](const SlotRange& range) {
                     ranges.push_back(range);
                     return true;
                   });
    return ranges;
  });
}

std::optional<Run> RunReader::last_run(std::string_view unit) const {
  std::optional<Run> last;
  visit_runs_of(unit, {}, Order::newest_first, [&](const Run& run) {
    last = run;
    return Visit::stop;
  });
  return last;
}

std::vector<Run> RunReader::runs_with_invocation(std::string_view hex_prefix,
                                                 std::size_t limit) const {
  return impl_->with_invocation(hex_prefix, limit);
}

}  // namespace sa
