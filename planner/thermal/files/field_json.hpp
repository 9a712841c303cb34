/// A solved field as JSON: what each rack breathes with its errors, balances, indices, and how it was solved.
#pragma once

#include <string>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// `racks` [{id, row, inlet_mean_degc, inlet_band_degc, inlet_max_degc, wander_k, grid_error_k, mirror_k, closing_k, model_error_k,
/// error_k, capture_index, mean_age_s, limit_degc, margin_k, status}], `units`, `losses`, `balance`, `metrics`, `solver` {cells, iterations, seconds, ...},
/// `notes`. Six significant digits; what is not known is null.
[[nodiscard]] std::string field_json(const Site& site, const Plan& plan, const FieldResult& field);

}  // namespace hallplan::thermal
