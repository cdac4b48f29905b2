#pragma once

#include "core/run.h"

namespace sa {

Id128 boot_id();  // of this boot of this host; throws Error
Id128 new_id();   // like no other; throws Error

}  // namespace sa
