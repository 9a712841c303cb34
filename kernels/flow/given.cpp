#include "kernels/flow/given.hpp"

#include <algorithm>
#include <utility>

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

namespace {

/// Of several at one element the last one alone, so that they can be laid out in any order.
std::vector<StartValue> last_of_each(std::vector<StartValue> values) {
  std::stable_sort(values.begin(), values.end(),
                   [](const StartValue& one, const StartValue& other) { return one.at < other.at; });
  std::vector<StartValue> kept;
  kept.reserve(values.size());
  for (const StartValue& value : values) {
    if (!kept.empty() && kept.back().at == value.at) kept.pop_back();
    kept.push_back(value);
  }
  return kept;
}

}  // namespace

std::vector<StartValue> given_velocities(const Tables& tables, int component) {
  std::vector<StartValue> values;
  const auto& given = tables.velocity[static_cast<std::size_t>(component)];
  values.reserve(given.size());
  for (const GivenVelocity& one : given) values.push_back({one.at, one.value_m_per_s});
  return last_of_each(std::move(values));
}

std::vector<StartValue> given_temperatures(const Tables& tables) {
  std::vector<StartValue> values;
  values.reserve(tables.temperature.size());
  for (const GivenTemperature& one : tables.temperature) values.push_back({one.at, one.value_k});
  return last_of_each(std::move(values));
}

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
