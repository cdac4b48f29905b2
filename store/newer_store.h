#pragma once

#include "core/error.h"

namespace sa {

// The store is whole, but of a schema that this program does not know yet.
class NewerStore : public Damaged {
 public:
  using Damaged::Damaged;
};

}  // namespace sa
