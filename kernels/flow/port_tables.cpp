#include "kernels/flow/port_tables.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kernels::flow {
namespace {

/// The element of the cell whose low face the port is, in the arrays of the batch.
Index element_of(const Port& port, Index unit, const Tables& tables) {
  return tables.layout.at(port.x + 1, port.y + 1, port.z + 1, unit);
}

Index step_of(const Port& port, const Layout& layout) {
  return port.normal == Axis::x ? 1 : port.normal == Axis::y ? layout.pitch : layout.plane;
}

/// A part of a flow through the face, in its direction and over its area.
Part through_face(Index duct, const Port& port, int sign, const Tables& tables) {
  const auto& h = tables.h_m;
  const double area_m2 = h[0] * h[1] * h[2] / h[static_cast<std::size_t>(port.normal)];
  return {duct, static_cast<float>(sign * port.share / area_m2)};
}

DuctLaw law_of(const Duct& duct, Index unit, double reference_degc) {
  DuctLaw law;
  law.points = static_cast<int>(duct.flow.size());
  for (std::size_t i = 0; i < duct.flow.size(); ++i) {
    law.intake_k[i] = static_cast<float>(duct.flow[i].intake_degc - reference_degc);
    law.flow_m3_per_s[i] = static_cast<float>(duct.flow[i].flow_m3_per_s);
  }
  law.heat_k_m3_per_s = static_cast<float>(duct.heat_k_m3_per_s);
  law.setpoint_k = static_cast<float>(duct.setpoint_degc - reference_degc);
  law.capacity_k_m3_per_s = static_cast<float>(duct.capacity_k_m3_per_s);
  law.storage_m3 = static_cast<float>(duct.storage_m3);
  law.intensity = static_cast<float>(duct.discharge_intensity);
  law.eddy_length_m = static_cast<float>(duct.discharge_eddy_length_m);
  law.cools = duct.cools ? 1 : 0;
  law.cools_last = duct.cools_last ? 1 : 0;
  law.unit = unit;
  return law;
}

/// Appends one list to another and returns where it lies there.
std::pair<Index, Index> append(const std::vector<Part>& parts, std::vector<Part>& all) {
  const auto first = static_cast<Index>(all.size());
  all.insert(all.end(), parts.begin(), parts.end());
  return {first, static_cast<Index>(all.size())};
}

}  // namespace

double add_ports(const Case& hall, Index unit, Tables& tables) {
  double flow_m3_per_s = 0;
  std::map<std::pair<int, Index>, std::vector<Part>> through;  // by component and element: ducts may share a face
  std::map<Index, std::vector<Part>> behind;
  for (const Duct& duct : hall.ducts) {
    const auto number = static_cast<Index>(tables.ducts.size());
    tables.ducts.push_back(law_of(duct, unit, hall.air.reference_degc));
    for (const Port& port : duct.intake) {
      const Index at = element_of(port, unit, tables);
      const Index room = at - (port.room_is_low ? step_of(port, tables.layout) : 0);
      tables.intake_parts.push_back({room, static_cast<float>(port.share)});
      through[{static_cast<int>(port.normal), at}].push_back(
          through_face(number, port, port.room_is_low ? 1 : -1, tables));
    }
    tables.first_intake.push_back(static_cast<Index>(tables.intake_parts.size()));
    tables.widest = std::max(tables.widest, static_cast<Index>(duct.intake.size()));
    for (const Port& port : duct.discharge) {
      const Index at = element_of(port, unit, tables);
      const Index body = at - (port.room_is_low ? 0 : step_of(port, tables.layout));
      through[{static_cast<int>(port.normal), at}].push_back(
          through_face(number, port, port.room_is_low ? -1 : 1, tables));
      behind[body].push_back({number, static_cast<float>(port.share)});
    }
    flow_m3_per_s += duct.flow.empty() ? 0 : duct.flow.front().flow_m3_per_s;
  }
  for (const auto& [where, parts] : through) {
    const auto [first, last] = append(parts, tables.port_parts);
    tables.port_faces.push_back({where.second, where.first, first, last});
  }
  for (const auto& [at, parts] : behind) {
    const auto [first, last] = append(parts, tables.behind_parts);
    tables.behind_cells.push_back({at, first, last});
  }
  return flow_m3_per_s;
}

void add_probes(const Case& hall, Index unit, Tables& tables) {
  for (const Probe& probe : hall.probes) {
    for (const Probe::Cell& part : probe.cells) {
      const Index at = tables.layout.at(part.x + 1, part.y + 1, part.z + 1, unit);
      tables.intake_parts.push_back({at, static_cast<float>(part.weight)});
    }
    tables.first_intake.push_back(static_cast<Index>(tables.intake_parts.size()));
    tables.widest = std::max(tables.widest, static_cast<Index>(probe.cells.size()));
  }
}

}  // namespace kernels::flow
