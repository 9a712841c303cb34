/// Values that are given at single elements of a batch's arrays: few beside the cells, so they are kept as lists. Internal.
#pragma once

#include <vector>

#include "kernels/base/view.hpp"

namespace kernels::flow {

/// Of several at one element the last one counts.
struct GivenVelocity {
  Index at = 0;
  float value_m_per_s = 0;
};

/// In the rim or a solid, beyond a face that a supply blows in at or an isothermal wall.
struct GivenTemperature {
  Index at = 0;
  float value_k = 0;     ///< over the case's reference
  bool supplied = true;  ///< by supply `number` of the case; else held by its wall `number`
  int number = 0;
};

/// What an element of a field begins with.
struct StartValue {
  Index at = 0;
  float value = 0;
};

struct Tables;

/// What is given, each element once.
[[nodiscard]] std::vector<StartValue> given_velocities(const Tables& tables, int component);
[[nodiscard]] std::vector<StartValue> given_temperatures(const Tables& tables);

/// A whole array: 0 where no velocity is given.
[[nodiscard]] std::vector<float> velocities_to_start(const Tables& tables, int component);

/// A whole array: the start in all cells, what is given in solids and rim, else 0.
[[nodiscard]] std::vector<float> temperatures_to_start(const Tables& tables);

}  // namespace kernels::flow
