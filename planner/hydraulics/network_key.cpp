#include "planner/hydraulics/network_key.hpp"

#include <array>
#include <cstring>
#include <string_view>
#include <utility>
#include <variant>

namespace hallplan::hydraulics {
namespace {

class Key {
 public:
  Key(const CduGroup& group, const GroupNetwork& made, FlowEnd end) {
    const Piping& pipes = *group.piping;
    add(std::string_view(group.id));
    add(static_cast<double>(pipes.control));
    add(pipes.control_flow_m3_per_s ? opens(*pipes.control_flow_m3_per_s, end) : -1);
    add(pipes.control_pressure_pa ? opens(*pipes.control_pressure_pa, end) : -1);
    add(made.network.fluid.density_kg_per_m3);
    add(made.network.fluid.viscosity_pa_s);
    for (const HeaderPair& pair : made.headers) {
      add(pair.return_node);
      add(pair.supply_node);
      for (const std::size_t link : pair.unit_links) add(link);
    }
    for (const PipedRack& rack : made.racks) add(rack.link);
    for (const network::Node& node : made.network.nodes) {
      add(std::string_view(node.id));
      add(node.elevation_m);
      add(node.demand_m3_per_s);
      add(node.pressure_pa ? 1.0 : 0.0);
      add(node.pressure_pa.value_or(0));
    }
    for (const network::Link& link : made.network.links) {
      add(std::string_view(link.id));
      add(link.from);
      add(link.to);
      add((link.open ? 1.0 : 0.0) + (link.one_way ? 2.0 : 0.0));
      add(link.most_flow_m3_per_s.value_or(-1));
      add(static_cast<double>(link.law.index()));
      std::visit([this](const auto& law) { add(law); }, link.law);
    }
    for (const network::Tee& tee : made.network.tees) {
      for (const std::size_t part : {tee.node, tee.run[0], tee.run[1], tee.branch}) add(part);
      for (const double value : {tee.run_diameter_m, tee.branch_diameter_m, tee.angle_deg, tee.gains ? 1.0 : 0.0}) {
        add(value);
      }
    }
  }

  [[nodiscard]] std::string bytes() && { return std::move(bytes_); }

 private:
  void add(double value) {
    std::array<char, sizeof value> raw{};
    std::memcpy(raw.data(), &value, sizeof value);
    bytes_.append(raw.data(), raw.size());
  }
  void add(std::size_t value) { add(static_cast<double>(value)); }
  /// With its length, so that two texts never read as one.
  void add(std::string_view text) {
    add(text.size());
    bytes_.append(text);
  }
  void add(const std::vector<network::CurvePoint>& points) {
    add(points.size());
    for (const network::CurvePoint& point : points) {
      add(point.flow_m3_per_s);
      add(point.pa);
    }
  }
  void add(const network::Pipe& pipe) {
    for (const double value : {pipe.length_m, pipe.diameter_m, pipe.roughness_m, pipe.minor_k,
                               static_cast<double>(pipe.friction), pipe.hazen_williams_c}) {
      add(value);
    }
  }
  void add(const network::Resistance& law) {
    add(law.linear_pa_s_per_m3);
    add(law.square_pa_s2_per_m6);
  }
  void add(const network::DropCurve& law) {
    add(law.points);
    add(law.straight ? 1.0 : 0.0);
  }
  void add(const network::PowerCurve& curve) {
    for (const double value : {curve.shut_off_pa, curve.factor, curve.exponent}) add(value);
  }
  void add(const network::PointCurve& curve) { add(curve.points); }
  void add(const network::QuadraticCurve& curve) {
    for (const double value : {curve.constant_pa, curve.linear, curve.square}) add(value);
  }
  void add(const network::Pump& pump) {
    add(pump.speed);
    add(static_cast<double>(pump.curve.index()));
    std::visit([this](const auto& curve) { add(curve); }, pump.curve);
  }

  std::string bytes_;
};

}  // namespace

std::string network_key(const CduGroup& group, const GroupNetwork& network, FlowEnd end) {
  return Key(group, network, end).bytes();
}

}  // namespace hallplan::hydraulics
