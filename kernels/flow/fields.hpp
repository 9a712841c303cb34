/// Fields between the caller's plain arrays and an executor's storage. Internal.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "kernels/executor/side_by_side.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/grid/plain.hpp"

namespace kernels::flow {

/// Calls visit(first plain element, first element within the case, count) for each row along x.
template <class Visit>
void each_row_of(const Layout& at, int component, const Visit& visit) {
  const std::array<Index, 3> n = extents(at, component);
  Index plain = 0;
  for (Index z = 0; z < n[2]; ++z) {
    for (Index y = 0; y < n[1]; ++y) {
      visit(plain, (z + 1) * at.plane + (y + 1) * at.pitch + 1, n[0]);
      plain += n[0];
    }
  }
}

/// The plain values in a case's padded array. `given(element)`: stays what it is.
template <class Given>
void pad_field(const Layout& at, int component, std::span<const float> plain, float add, const Given& given,
               std::vector<float>& padded) {
  const std::array<Index, 3> n = extents(at, component);
  if (plain.size() != static_cast<std::size_t>(n[0] * n[1] * n[2])) return;
  each_row_of(at, component, [&](Index from, Index to, Index count) {
    for (Index x = 0; x < count; ++x) {
      if (!given(to + x)) {
        padded[static_cast<std::size_t>(to + x)] = plain[static_cast<std::size_t>(from + x)] + add;
      }
    }
  });
}

template <class Executor>
Fields download_fields(Executor& executor, const Level& level, const Tables& tables, Index unit) {
  const Layout& at = level.layout;
  Fields fields;
  fields.grid = {static_cast<int>(at.nx), static_cast<int>(at.ny), static_cast<int>(at.nz),
                 tables.h_m[0],           tables.h_m[1],           tables.h_m[2]};
  const auto reference = static_cast<float>(tables.reference_degc[static_cast<std::size_t>(unit)]);
  struct Wanted {
    std::vector<float>* to;
    const float* from;
    int component;
    float add;
  };
  const Wanted all[] = {{&fields.u, level.velocity[0], 0, 0},
                        {&fields.v, level.velocity[1], 1, 0},
                        {&fields.w, level.velocity[2], 2, 0},
                        {&fields.pressure, level.pressure, 3, 0},
                        {&fields.temperature, level.temperature, 3, reference},
                        {&fields.viscosity, level.eddy, 3, 0},
                        {&fields.turbulent_k, level.kinetic, 3, 0},
                        {&fields.turbulent_epsilon, level.dissipation, 3, 0}};
  side_by_side(executor, std::size(all), worth_streams(at.cells()), [&](Executor& on, Index number) {
    const Wanted& wanted = all[number];
    if (wanted.from != nullptr) {
      *wanted.to = download_plain(on, at, wanted.from, unit, wanted.component, wanted.add);
    }
  });
  return fields;
}

/// What is given wherever a warm start is not taken over: of all cases.
struct StartValues {
  std::vector<float> velocity[3], temperature, zeros;

  explicit StartValues(const Tables& tables)
      : temperature(temperatures_to_start(tables)), zeros(static_cast<std::size_t>(tables.layout.size), 0.0F) {
    for (int d = 0; d < 3; ++d) velocity[d] = velocities_to_start(tables, d);
  }
};

/// A warm start: given values (walls, supplies, solids) stay those of the case.
template <class Executor>
void upload_fields(Executor& executor, const Level& level, const Tables& tables, const StartValues& given_values,
                   Index unit, const Fields& fields) {
  const Layout& at = level.layout;
  const Index first = at.base + unit * at.stride;
  const auto put = [&](float* data, int component, const std::vector<float>& start, const std::vector<float>& plain,
                       float add, const auto& given) {
    std::vector<float> padded(start.begin() + first, start.begin() + first + at.stride);
    pad_field(at, component, plain, add, given, padded);
    executor.upload(std::span<const float>(padded), View<float>{data + first, at.stride, 1, 1});
  };
  const std::vector<float>& zeros = given_values.zeros;
  const auto solid = [&](Index i) { return face::is_solid(tables.bits[0][static_cast<std::size_t>(first + i)]); };
  const std::vector<float>* const velocities[3] = {&fields.u, &fields.v, &fields.w};
  for (int d = 0; d < 3; ++d) {
    const auto part = static_cast<std::size_t>(d);
    put(level.velocity[d], d, given_values.velocity[d], *velocities[part], 0,
        [&](Index i) { return face::is_fixed(tables.bits[part][static_cast<std::size_t>(first + i)]); });
  }
  const auto reference = static_cast<float>(tables.reference_degc[static_cast<std::size_t>(unit)]);
  put(level.pressure, 3, zeros, fields.pressure, 0, solid);
  put(level.temperature, 3, given_values.temperature, fields.temperature, -reference, solid);
  if (level.eddy != nullptr) put(level.eddy, 3, zeros, fields.viscosity, 0, solid);
  if (level.kinetic != nullptr) {
    put(level.kinetic, 3, tables.k_m2_per_s2, fields.turbulent_k, 0, solid);
    put(level.dissipation, 3, tables.epsilon_m2_per_s3, fields.turbulent_epsilon, 0, solid);
  }
}

}  // namespace kernels::flow
