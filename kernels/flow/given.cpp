#include "kernels/flow/given.hpp"

#include <algorithm>

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

std::vector<float> velocities_to_start(const Tables& tables, int component) {
  std::vector<float> made(static_cast<std::size_t>(tables.layout.size), 0.0F);
  for (const GivenVelocity& given : tables.velocity[static_cast<std::size_t>(component)]) {
    made[static_cast<std::size_t>(given.at)] = given.value_m_per_s;
  }
  return made;
}

std::vector<float> temperatures_to_start(const Tables& tables) {
  const Layout& at = tables.layout;
  std::vector<float> made(static_cast<std::size_t>(at.size), 0.0F);
  for (Index row = 0; row < at.rows(); ++row) {
    const auto first = made.begin() + at.row(row) + 1;
    const auto unit = static_cast<std::size_t>(row / (at.ny * at.nz));
    std::fill(first, first + at.nx, tables.start_k[unit]);
  }
  for (const GivenTemperature& given : tables.temperature) made[static_cast<std::size_t>(given.at)] = given.value_k;
  return made;
}

}  // namespace kernels::flow
