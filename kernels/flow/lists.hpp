/// The lists of a batch's tables in an executor's storage: bodies point into them. Internal.
#pragma once

#include <span>
#include <vector>

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

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
        openings(put(executor, tables.openings)) {}

 private:
  template <class T>
  static Buffer<T> put(Executor& executor, const std::vector<T>& from) {
    auto made = executor.template buffer<T>(static_cast<Index>(from.size()));
    executor.upload(std::span<const T>(from), made.view());
    return made;
  }
};

}  // namespace kernels::flow
