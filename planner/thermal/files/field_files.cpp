#include "planner/thermal/files/field_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/thermal/files/field_json.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/files/slices.hpp"
#include "planner/thermal/files/vtkhdf.hpp"

namespace hallplan::thermal {
namespace {

/// The certified temperature where there is one, in 32 bits.
std::vector<float> temperature_of(const kernels::flow::Fields& fields) {
  if (fields.certified_temperature.empty()) return fields.temperature;
  return {fields.certified_temperature.begin(), fields.certified_temperature.end()};
}

/// The air's own and what turbulence adds.
std::vector<float> viscosity_of(const FieldResult& field) {
  const kernels::flow::Case& finest = field.hall.sequence.grids.back();
  const auto own = static_cast<float>(finest.air.viscosity_m2_per_s);
  std::vector<float> out(static_cast<std::size_t>(finest.grid.cells()), own);
  const std::vector<float>& eddy = field.solution.fields.viscosity;
  for (std::size_t i = 0; i < std::min(eddy.size(), out.size()); ++i) out[i] += eddy[i];
  return out;
}

Encoded vtkhdf_file(const FieldResult& field) {
  const kernels::flow::Fields& fields = field.solution.fields;
  const kernels::flow::Grid& grid = fields.grid;
  const std::vector<float> temperature = temperature_of(fields);
  const std::vector<float> velocity = centred_velocity(fields);
  const std::vector<float> viscosity = viscosity_of(field);
  const std::vector<std::uint8_t> solid = solid_cells(field.hall.sequence.grids.back());
  CellImage image;
  image.nx = grid.nx;
  image.ny = grid.ny;
  image.nz = grid.nz;
  image.cell_m = {grid.hx_m, grid.hy_m, grid.hz_m};
  image.arrays.push_back({"temperature", "degC", 1, temperature});
  image.arrays.push_back({"velocity", "m/s", 3, velocity});
  if (!fields.pressure.empty()) image.arrays.push_back({"pressure", "m2/s2", 1, fields.pressure});
  image.arrays.push_back({"viscosity", "m2/s", 1, viscosity});
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

std::vector<float> centred_velocity(const kernels::flow::Fields& fields) {
  const kernels::flow::Grid& grid = fields.grid;
  const auto nx = static_cast<std::size_t>(grid.nx), ny = static_cast<std::size_t>(grid.ny);
  const auto nz = static_cast<std::size_t>(grid.nz);
  std::vector<float> out;
  out.reserve(3 * nx * ny * nz);
  const bool known = fields.u.size() == (nx + 1) * ny * nz && fields.v.size() == nx * (ny + 1) * nz &&
                     fields.w.size() == nx * ny * (nz + 1);
  if (!known) return std::vector<float>(3 * nx * ny * nz, 0.0F);
  for (std::size_t z = 0; z < nz; ++z) {
    for (std::size_t y = 0; y < ny; ++y) {
      const float* u = &fields.u[(z * ny + y) * (nx + 1)];
      const float* v = &fields.v[(z * (ny + 1) + y) * nx];
      const float* w = &fields.w[(z * ny + y) * nx];
      for (std::size_t x = 0; x < nx; ++x) {
        out.push_back(0.5F * (u[x] + u[x + 1]));
        out.push_back(0.5F * (v[x] + v[x + nx]));
        out.push_back(0.5F * (w[x] + w[x + nx * ny]));
      }
    }
  }
  return out;
}

FieldFiles field_files(const Site& site, const Plan& plan, const FieldResult& field) {
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
  const Scale scale = scale_of(field);
  for (const Slice& slice : slices_of(site, plan)) {
    add(fmt::format("slice-{}.png", slice.name), png_of(draw(heat_map_of(site, plan, field, slice, scale))));
  }
  if (!out.problem.empty()) out.files.clear();
  return out;
}

}  // namespace hallplan::thermal
