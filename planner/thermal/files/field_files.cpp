#include "planner/thermal/files/field_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <mutex>
#include <utility>

#include "planner/thermal/files/field_json.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/files/slices.hpp"
#include "planner/thermal/files/vtkhdf.hpp"

namespace hallplan::thermal {
namespace {

/// The certified temperature where there is one, in 32 bits.
CellArray temperature_of(const kernels::flow::Fields& fields) {
  CellArray array{"temperature", "degC", 1, fields.temperature};
  if (fields.certified_temperature.empty()) return array;
  array.values = {};
  array.make_layer = [&fields](int z, std::span<float> layer) {
    const std::size_t first = static_cast<std::size_t>(z) * layer.size();
    for (std::size_t i = 0; i < layer.size(); ++i) {
      layer[i] = static_cast<float>(fields.certified_temperature[first + i]);
    }
  };
  return array;
}

/// The air's own and what turbulence adds.
CellArray viscosity_of(const FieldResult& field) {
  const auto own = static_cast<float>(field.hall.sequence.grids.back().air.viscosity_m2_per_s);
  const std::vector<float>& eddy = field.solution.fields.viscosity;
  CellArray array{"viscosity", "m2/s", 1, {}};
  array.make_layer = [own, &eddy](int z, std::span<float> layer) {
    std::fill(layer.begin(), layer.end(), own);
    const std::size_t first = static_cast<std::size_t>(z) * layer.size();
    for (std::size_t i = 0; first + i < eddy.size() && i < layer.size(); ++i) layer[i] += eddy[first + i];
  };
  return array;
}

Encoded vtkhdf_file(const FieldResult& field) {
  const kernels::flow::Fields& fields = field.solution.fields;
  const kernels::flow::Grid& grid = fields.grid;
  const std::vector<std::uint8_t> solid = solid_cells(field.hall.sequence.grids.back());
  CellImage image;
  image.nx = grid.nx;
  image.ny = grid.ny;
  image.nz = grid.nz;
  image.cell_m = {grid.hx_m, grid.hy_m, grid.hz_m};
  image.arrays.push_back(temperature_of(fields));
  image.arrays.push_back(
      {"velocity", "m/s", 3, {}, [&](int z, std::span<float> layer) { centre_velocity(fields, z, layer); }});
  if (!fields.pressure.empty()) image.arrays.push_back({"pressure", "m2/s2", 1, fields.pressure});
  image.arrays.push_back(viscosity_of(field));
  image.solid = solid;
  return vtkhdf_of(image);
}

/// "ride-through-crah-1-lost.csv": a scenario's words joined, other signs left out.
std::string ride_file_name(const RideThrough& ride) {
  std::string name = "ride-through-";
  for (const char c : ride.scenario) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += plain ? c : '-';
  }
  return name + ".csv";
}

}  // namespace

void centre_velocity(const kernels::flow::Fields& fields, int z, std::span<float> layer) {
  const kernels::flow::Grid& grid = fields.grid;
  const auto nx = static_cast<std::size_t>(grid.nx), ny = static_cast<std::size_t>(grid.ny);
  const auto nz = static_cast<std::size_t>(grid.nz), at = static_cast<std::size_t>(z);
  const bool known = fields.u.size() == (nx + 1) * ny * nz && fields.v.size() == nx * (ny + 1) * nz &&
                     fields.w.size() == nx * ny * (nz + 1);
  if (!known || at >= nz || layer.size() != 3 * nx * ny) return std::fill(layer.begin(), layer.end(), 0.0F);
  float* out = layer.data();
  for (std::size_t y = 0; y < ny; ++y) {
    const float* u = &fields.u[(at * ny + y) * (nx + 1)];
    const float* v = &fields.v[(at * (ny + 1) + y) * nx];
    const float* w = &fields.w[(at * ny + y) * nx];
    for (std::size_t x = 0; x < nx; ++x) {
      *out++ = 0.5F * (u[x] + u[x + 1]);
      *out++ = 0.5F * (v[x] + v[x + nx]);
      *out++ = 0.5F * (w[x] + w[x + nx * ny]);
    }
  }
}

FieldFiles field_files(const Site& site, const Plan& plan, const FieldResult& field) {
  const std::vector<Slice> slices = slices_of(site, plan);
  std::vector<Encoded> pictures(slices.size());
  std::once_flag scaled;
  Scale scale;
  std::atomic<std::size_t> next = 0;
  // Whoever is free draws the next one, each into its own place: the answer does not depend on who drew what.
  const auto draw_pictures = [&] {
    std::call_once(scaled, [&] { scale = scale_of(field); });
    for (std::size_t i = next++; i < slices.size(); i = next++) {
      pictures[i] = png_of(draw(heat_map_of(site, plan, field, slices[i], scale)));
    }
  };
  // The library of the large file is used by this thread alone. Without a second thread, the pictures are drawn after it.
  std::future<void> beside = std::async(std::launch::async | std::launch::deferred, draw_pictures);
  FieldFiles out;
  const auto add = [&](std::string name, Encoded made) {
    if (out.problem.empty() && !made.problem.empty()) out.problem = fmt::format("{}: {}", name, made.problem);
    out.files.push_back({std::move(name), std::move(made.bytes)});
  };
  add("thermal.json", {field_json(site, plan, field), {}});
  add("field.vtkhdf", vtkhdf_file(field));
  for (const RideThrough& ride : field.rides) {
    if (!ride.time_s.empty()) add(ride_file_name(ride), {ride_csv(plan, ride), {}});
  }
  draw_pictures();
  beside.get();
  for (std::size_t i = 0; i < slices.size(); ++i) {
    add(fmt::format("slice-{}.png", slices[i].name), std::move(pictures[i]));
  }
  if (!out.problem.empty()) out.files.clear();
  return out;
}

}  // namespace hallplan::thermal
