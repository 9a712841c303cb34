/// The response matrix alone, without the solve that measures its error: for those who only rank racks by it.
#pragma once

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// As `rack_response`, without its trial, which takes as long as a field.
[[nodiscard]] RackResponse frozen_response(const FieldResult& field, const kernels::Execution& execution);

}  // namespace hallplan::thermal
