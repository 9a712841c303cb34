/// The density check on any executor: upload, then for each part of the batch rasterise, sum along x, sum along y,
/// slide every window, find the hottest positions, download. Nothing else crosses between host and device.
/// Instantiated for the host executors in host.cpp and for CUDA in device.cu.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "kernels/density/bodies.hpp"
#include "kernels/density/job.hpp"

namespace kernels::density {

/// The job in the executor's storage, and room for the tables of `at_once` placements.
template <class Executor>
struct Workspace {
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  Grid grid;
  Buffer<Rect> racks;
  Buffer<Index> first;
  Buffer<Index> tables;

  Workspace(Executor& executor, const Job& job, Index at_once)
      : grid(job.grid),
        racks(executor.template buffer<Rect>(static_cast<Index>(job.racks.size()))),
        first(executor.template buffer<Index>(static_cast<Index>(job.first.size()))),
        tables(executor.template buffer<Index>(table_cells(grid) * at_once)) {
    executor.upload(std::span<const Rect>(job.racks), racks.view());
    executor.upload(std::span<const Index>(job.first), first.view());
  }

  static Index table_cells(const Grid& grid) { return (Index{grid.nx} + 1) * (Index{grid.ny} + 1); }

  /// Rasterises the placements `begin` .. `begin`+`count`-1 and returns their tables, not summed yet.
  View<Index> rasterise(Executor& executor, Index begin, Index count) {
    const View<Index> table = tables.view().shaped(Index{grid.nx} + 1, Index{grid.ny} + 1, count);
    executor.for_each_row(table.ny * table.nz, table.nx,
                          RasteriseRow{grid, racks.view().as_const(), first.view().after(begin).as_const(), table});
    return table;
  }
};

template <class Executor>
Answer check_windows_on(Executor& executor, const Job& job) {
  const auto windows = static_cast<Index>(job.windows.size());
  const Index peaks_a_case = windows * job.grid.ny;
  const Index bytes_a_case =
      Workspace<Executor>::table_cells(job.grid) * Index{sizeof(Index)} + peaks_a_case * Index{sizeof(RowPeak)};
  const Index at_once = std::min(job.placements(), executor.cases_at_once(bytes_a_case));

  Workspace<Executor> space(executor, job, at_once);
  auto asked = executor.template buffer<Window>(windows);
  auto peak_rows = executor.template buffer<RowPeak>(peaks_a_case * at_once);
  auto hottest = executor.template buffer<Hottest>(windows * at_once);
  auto inside_mw = executor.template buffer<Index>(at_once);
  executor.upload(std::span<const Window>(job.windows), asked.view());
  if (!executor.status()) return {executor.status(), {}, {}, {}};

  Answer answer;
  answer.ran_on = executor.name();
  answer.hottest.resize(static_cast<std::size_t>(windows * job.placements()));
  answer.inside_mw.resize(static_cast<std::size_t>(job.placements()));
  for (Index begin = 0; begin < job.placements(); begin += at_once) {
    const Index count = std::min(at_once, job.placements() - begin);
    const View<Index> table = space.rasterise(executor, begin, count);
    const View<RowPeak> peaks = peak_rows.view().shaped(job.grid.ny, windows, count);
    executor.scan_rows(table);
    const SumDown down{table};
    executor.for_each_row(down.stripes() * count, SumDown::kStripe, down);
    executor.for_each_row(peaks.size(), table.nx, SlideWindow{table.as_const(), asked.view().as_const(), peaks});
    executor.for_each_row(windows * count, peaks.nx,
                          FindHottest{table.as_const(), asked.view().as_const(), peaks.as_const(), hottest.view()});
    executor.for_each_cell(count, TotalInside{table.as_const(), inside_mw.view()});

    const auto from = static_cast<std::size_t>(begin);
    const auto many = static_cast<std::size_t>(count);
    executor.download(hottest.view().as_const(),
                      std::span(answer.hottest).subspan(from * job.windows.size(), many * job.windows.size()));
    executor.download(inside_mw.view().as_const(), std::span(answer.inside_mw).subspan(from, many));
  }
  if (!executor.status()) return {executor.status(), {}, {}, {}};
  return answer;
}

template <class Executor>
Field rasterise_on(Executor& executor, const Job& job) {
  Workspace<Executor> space(executor, job, 1);
  if (!executor.status()) return {executor.status(), {}, {}};
  const View<Index> table = space.rasterise(executor, 0, 1);
  std::vector<Index> bordered(static_cast<std::size_t>(table.size()));
  executor.download(table.as_const(), std::span(bordered));
  if (!executor.status()) return {executor.status(), {}, {}};

  Field field;
  field.ran_on = executor.name();
  field.cell_mw.reserve(static_cast<std::size_t>(job.grid.nx) * static_cast<std::size_t>(job.grid.ny));
  for (Index y = 1; y < table.ny; ++y) {
    const auto row = bordered.begin() + y * table.nx;
    field.cell_mw.insert(field.cell_mw.end(), row + 1, row + table.nx);
  }
  return field;
}

}  // namespace kernels::density
