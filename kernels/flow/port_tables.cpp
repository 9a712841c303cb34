#include "kernels/flow/port_tables.hpp"

#include <algorithm>
#include <utility>
#include <vector>

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

/// A duct's part in a face or a cell.
struct PartOf {
  int component = 0;
  Index at = 0;
  Part part;

  [[nodiscard]] bool same_place(const PartOf& other) const { return component == other.component && at == other.at; }
};

/// By place, the parts of each in the order of the ducts: they may share a face. Calls made(place, first, last) for each place,
/// `all` having its parts there.
template <class Made>
void gather(std::vector<PartOf>& parts, std::vector<Part>& all, const Made& made) {
  std::stable_sort(parts.begin(), parts.end(), [](const PartOf& one, const PartOf& other) {
    return std::pair(one.component, one.at) < std::pair(other.component, other.at);
  });
  for (auto place = parts.cbegin(); place != parts.cend();) {
    const auto first = static_cast<Index>(all.size());
    const auto next = std::find_if_not(place, parts.cend(), [&](const PartOf& one) { return one.same_place(*place); });
    for (auto one = place; one != next; ++one) all.push_back(one->part);
    made(*place, first, static_cast<Index>(all.size()));
    place = next;
  }
}

}  // namespace

double add_ports(const Case& hall, Index unit, Tables& tables) {
  double flow_m3_per_s = 0;
  std::vector<PartOf> through;
  std::vector<PartOf> behind;
  for (const Duct& duct : hall.ducts) {
    const auto number = static_cast<Index>(tables.ducts.size());
    tables.ducts.push_back(law_of(duct, unit, hall.air.reference_degc));
    for (const Port& port : duct.intake) {
      const Index at = element_of(port, unit, tables);
      const Index room = at - (port.room_is_low ? step_of(port, tables.layout) : 0);
      tables.intake_parts.push_back({room, static_cast<float>(port.share)});
      through.push_back(
          {static_cast<int>(port.normal), at, through_face(number, port, port.room_is_low ? 1 : -1, tables)});
    }
    tables.first_intake.push_back(static_cast<Index>(tables.intake_parts.size()));
    tables.widest = std::max(tables.widest, static_cast<Index>(duct.intake.size()));
    for (const Port& port : duct.discharge) {
      const Index at = element_of(port, unit, tables);
      const Index body = at - (port.room_is_low ? 0 : step_of(port, tables.layout));
      through.push_back(
          {static_cast<int>(port.normal), at, through_face(number, port, port.room_is_low ? -1 : 1, tables)});
      behind.push_back({0, body, {number, static_cast<float>(port.share)}});
    }
    flow_m3_per_s += duct.flow.empty() ? 0 : duct.flow.front().flow_m3_per_s;
  }
  gather(through, tables.port_parts, [&](const PartOf& face, Index first, Index last) {
    tables.port_faces.push_back({face.at, face.component, first, last});
  });
  gather(behind, tables.behind_parts, [&](const PartOf& cell, Index first, Index last) {
    tables.behind_cells.push_back({cell.at, first, last});
  });
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
