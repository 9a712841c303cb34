// The hall's indices: the streams of racks, air units and openings, and what metrics.hpp makes of them.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "planner/thermal/field_state.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/metrics.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Axis;
using kernels::flow::Case;
using kernels::flow::Faces;
using kernels::flow::Fields;
using kernels::flow::Grid;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Flows with their temperatures.
struct Streams {
  std::vector<double> degc, flow_m3_per_s;

  void add(double temperature_degc, double flow) {
    if (!(flow > 0) || std::isnan(temperature_degc)) return;
    degc.push_back(temperature_degc);
    flow_m3_per_s.push_back(flow);
  }
  [[nodiscard]] double mean_degc() const { return mean_by_flow(degc, flow_m3_per_s); }
};

double area_of_face_m2(const Grid& grid, Axis normal) {
  switch (normal) {
    case Axis::x:
      return grid.hy_m * grid.hz_m;
    case Axis::y:
      return grid.hx_m * grid.hz_m;
    case Axis::z:
      break;
  }
  return grid.hx_m * grid.hy_m;
}

/// Volume flow through a face in the direction of its axis: certified where that was done.
double flux_at(const Fields& fields, Axis normal, int x, int y, int z) {
  const Grid& grid = fields.grid;
  const bool along_x = normal == Axis::x, along_y = normal == Axis::y;
  const auto nx = static_cast<std::size_t>(grid.nx + (along_x ? 1 : 0));
  const auto ny = static_cast<std::size_t>(grid.ny + (along_y ? 1 : 0));
  const std::size_t i =
      (static_cast<std::size_t>(z) * ny + static_cast<std::size_t>(y)) * nx + static_cast<std::size_t>(x);
  const std::vector<double>& flux = along_x ? fields.flux_u : along_y ? fields.flux_v : fields.flux_w;
  if (i < flux.size()) return flux[i];
  const std::vector<float>& speed = along_x ? fields.u : along_y ? fields.v : fields.w;
  return i < speed.size() ? static_cast<double>(speed[i]) * area_of_face_m2(grid, normal) : 0.0;
}

/// What leaves through an opening in a wall of the hall, face by face.
void add_outflow(const Faces& faces, const Fields& fields, Streams& out) {
  const bool low_wall = faces.at == 0;
  for (int b = faces.b0; b < faces.b1; ++b) {
    for (int a = faces.a0; a < faces.a1; ++a) {
      int x = faces.at, y = a, z = b;
      if (faces.normal == Axis::y) x = a, y = faces.at;
      if (faces.normal == Axis::z) x = a, y = b, z = faces.at;
      const double flux = flux_at(fields, faces.normal, x, y, z);
      const int inner = low_wall ? 0 : 1;
      const double degc =
          cell_degc(fields, x - (faces.normal == Axis::x ? inner : 0), y - (faces.normal == Axis::y ? inner : 0),
                    z - (faces.normal == Axis::z ? inner : 0));
      out.add(degc, low_wall ? -flux : flux);
    }
  }
}

double faces_of(const Faces& faces) { return static_cast<double>(faces.a1 - faces.a0) * (faces.b1 - faces.b0); }

void add_hall_streams(const SolvedCase& solved, Streams& supply, Streams& returned) {
  for (const UnitField& unit : units_of(solved)) {
    supply.add(unit.supply_degc, unit.flow_m3_per_s);
    returned.add(unit.return_degc, unit.flow_m3_per_s);
  }
  const Case& finest = solved.hall->sequence.grids.back();
  for (const kernels::flow::Supply& one : finest.supplies) {
    const double area_m2 = faces_of(one.faces) * area_of_face_m2(finest.grid, one.faces.normal);
    supply.add(one.temperature_degc, one.velocity_m_per_s * area_m2);
  }
  for (const kernels::flow::Opening& one : finest.openings) add_outflow(one.faces, solved.fine->fields, returned);
}

/// A rack's air in the certified flow, where heat is conserved.
RackStream certified_stream(const SolvedCase& solved, const RackField& rack) {
  for (const FollowedRack& followed : solved.hall->racks) {
    if (followed.rack != rack.rack) continue;
    const double intake = certified_intake_degc(*solved.fine, followed.duct);
    const kernels::flow::Duct& law = solved.hall->sequence.grids.back().ducts[static_cast<std::size_t>(followed.duct)];
    return {intake, discharge_degc(law, intake, rack.flow_m3_per_s), rack.flow_m3_per_s};
  }
  return {};
}

/// The strictest limit of the racks that stand there; NaN when none states one.
double strictest_limit_degc(const Site& site, const Plan& plan, std::span<const RackField> racks) {
  double limit = kUnknown;
  for (const RackField& rack : racks) {
    const int type = plan.racks[static_cast<std::size_t>(rack.rack)].type;
    limit = std::fmin(limit, inlet_limit_degc(site, type));
  }
  return limit;
}

}  // namespace

FieldMetrics metrics_of(const Site& site, const Plan& plan, const SolvedCase& solved,
                        std::span<const RackField> racks) {
  Streams supply, returned;
  add_hall_streams(solved, supply, returned);
  FieldMetrics out;
  out.supply_degc = supply.mean_degc();
  out.return_degc = returned.mean_degc();
  std::vector<RackStream> streams;
  std::vector<double> intakes, rises, flows;
  for (const RackField& rack : racks) {
    const RackStream stream = certified_stream(solved, rack);
    streams.push_back(stream);
    intakes.insert(intakes.end(), rack.bands_degc.begin(), rack.bands_degc.end());
    rises.push_back(stream.exhaust_degc - stream.intake_degc);
    flows.push_back(rack.flow_m3_per_s);
  }
  out.rise_k = mean_by_flow(rises, flows);
  out.rti = return_temperature_index(out.return_degc, out.supply_degc, out.rise_k);
  const HeatIndex heat = heat_index(streams, out.supply_degc);
  out.shi = heat.supply;
  out.rhi = heat.returned;
  const double limit_degc = strictest_limit_degc(site, plan, racks);
  if (const auto intake_class = std::isnan(limit_degc) ? std::nullopt : class_within(limit_degc)) {
    const RackCooling index = rack_cooling_index(intakes, *intake_class);
    out.intake_class = intake_class->name;
    out.rci_high = index.high;
    out.rci_low = index.low;
  }
  return out;
}

}  // namespace hallplan::thermal
