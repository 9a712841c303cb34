/// The lists of a batch's tables in an executor's storage: bodies point into them. Internal.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

/// The start of a field, and what is given in it.
struct StartRow {
  Layout layout;
  const float* start;  ///< a case
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const auto [y, z, unit] = layout.place(row);
    const float value = start[unit];
    float* const here = out + layout.at(0, y, z, unit);
    KERNELS_SIMD
    for (Index x = lane.first(1); x <= layout.nx; x += lane.stride()) here[x] = value;
  }
};
struct SetStartValue {
  const StartValue* values;
  float* out;

  KERNELS_HD void operator()(Index number) const { out[values[number].at] = values[number].value; }
};

/// A list in an executor's storage.
template <class T, class Executor>
typename Executor::template Buffer<T> put(Executor& executor, const std::vector<T>& from) {
  auto made = executor.template buffer<T>(static_cast<Index>(from.size()));
  executor.upload(std::span<const T>(from), made.view());
  return made;
}

template <class Executor>
struct Lists {
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  Buffer<sides::Bits> sides;
  Buffer<Numbers> numbers;
  Buffer<DuctLaw> laws;
  Buffer<Index> first;  ///< of a followed thing, in `parts`
  Buffer<Part> parts;
  Buffer<PortFace> port_faces;
  Buffer<Part> port_parts;
  Buffer<BehindCell> behind_cells;
  Buffer<Part> behind_parts;
  Buffer<OpeningFace> openings;
  Buffer<float> start_k;  ///< a case
  Buffer<StartValue> temperature;
  std::array<Buffer<StartValue>, 3> velocity;

  Lists(Executor& executor, const Tables& tables)
      : sides(put(executor, tables.sides)),
        numbers(put(executor, tables.numbers)),
        laws(put(executor, tables.ducts)),
        first(put(executor, tables.first_intake)),
        parts(put(executor, tables.intake_parts)),
        port_faces(put(executor, tables.port_faces)),
        port_parts(put(executor, tables.port_parts)),
        behind_cells(put(executor, tables.behind_cells)),
        behind_parts(put(executor, tables.behind_parts)),
        openings(put(executor, tables.openings)),
        start_k(put(executor, tables.start_k)),
        temperature(put(executor, given_temperatures(tables))),
        velocity{put(executor, given_velocities(tables, 0)), put(executor, given_velocities(tables, 1)),
                 put(executor, given_velocities(tables, 2))} {}
};

}  // namespace kernels::flow
