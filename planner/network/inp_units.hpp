/// The units of an .inp file: that of flow decides on all others. Internal.
#pragma once

#include <optional>
#include <string_view>

namespace hallplan::network {

struct InpUnits {
  double flow_m3_per_s = 0.003785411784 / 60;  ///< GPM
  bool metric = false;

  [[nodiscard]] double length_m() const;
  [[nodiscard]] double diameter_m() const;
  [[nodiscard]] double roughness_m() const;
};

/// By the name of the unit of flow, in capitals.
[[nodiscard]] std::optional<InpUnits> inp_units_named(std::string_view name);

}  // namespace hallplan::network
