#include "cli/open_store.h"
#include "cli/run_log.h"
#include "cli/watcher_log.h"

#include <utility>

namespace sa {
namespace {

class StoreLog : public RunLog {
 public:
  explicit StoreLog(std::unique_ptr<RunReader> store) : store_(std::move(store)) {}

  std::vector<UnitRecord> units() const override { return store_->units(); }
  std::optional<UnitRecord> unit(std::string_view name) const override {
    return store_->unit(name);
  }
  void visit_runs_of(std::string_view unit, const Span& span, Order order,
                     const RunVisitor& visit) const override {
    store_->visit_runs_of(unit, span, order, visit);
  }
  void visit_runs(const Span& span, Order order, const RunVisitor& visit) const override {
    store_->visit_runs(span, order, visit);
  }
  std::vector<UnitSlot> slots_of(std::string_view unit, const Span& span) const override {
    return sa::slots_of(*store_, unit, span);
  }
  std::vector<Change> changes_of(std::string_view unit) const override {
    auto record = store_->unit(unit);
    return record ? std::move(record->changes) : std::vector<Change>();
  }
  std::vector<Run> runs_with_invocation(std::string_view hex_prefix,
                                        std::size_t limit) const override {
    return store_->runs_with_invocation(hex_prefix, limit);
  }
  std::optional<std::vector<std::string>> output_command(const Reading&) const override {
    return std::nullopt;
  }

 private:
  std::unique_ptr<RunReader> store_;
};

}  // namespace

std::unique_ptr<RunLog> store_log(std::unique_ptr<RunReader> store) {
  return std::make_unique<StoreLog>(std::move(store));
}

std::unique_ptr<RunLog> open_log(const Context& context) {
  const Places& places = context.places;
  try {
    return store_log(open_store(places.store));
  } catch (const StoreForbidden& forbidden) {
    if (places.store != SA_STORE_DIR) throw;
    return std::make_unique<WatcherLog>(places.status, forbidden.what());
  }
}

}  // namespace sa
