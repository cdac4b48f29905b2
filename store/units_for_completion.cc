#include "store/units_for_completion.h"

#include "core/error.h"
#include "store/status_file.h"

namespace sa {

std::vector<UnitStatus> units_for_completion(const std::filesystem::path& status) {
  try {
    return read_status(status).status.units;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace sa
