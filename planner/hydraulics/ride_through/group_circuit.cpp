#include "planner/hydraulics/ride_through/group_circuit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kCopper_j_per_kg_k = 385;  // at 25 degC; steel takes up more
constexpr int kPlugCells = 10;
/// Cells that are renewed faster than this are left out: they hold little, and would slow the integration.
constexpr double kShortest_s = 0.5;
/// The same of cells that cannot be left out.
constexpr double kFloor_s = 0.05;

double end_of(const MaybeValue& value, End end) { return !value ? 0 : end == End::low ? value->low : value->high; }

const Product<RackType>& rack_of(const Site& site, int type) {
  return site.catalogue.racks[static_cast<std::size_t>(type)];
}

/// Where a stream comes from: it passes from cell to cell.
using Stream = std::vector<Inflow>;

class Builder {
 public:
  Builder(const Site& site, const CduGroup& group, const Racks& racks, double loop_heat_w, const Variant& variant)
      : site_(site), group_(group), ride_(*group.ride_through), racks_(racks), variant_(variant) {
    loop_heat_w_ = std::max(loop_heat_w, heat_w(site, racks));
  }

  GroupCircuit run() {
    if (!read_demands()) return std::move(out_);
    // The ring is closed at the end: the CDUs' cell takes what the return header gives.
    const int cdu = add_needed(variant_volume(ride_.cdu_m3) * running_units(0), total_w_per_k_, {}, supply_degc_);
    Stream stream = {{cdu, total_w_per_k_}};
    stream = through(stream, variant_volume(ride_.tank_m3) + variant_.tank_m3, supply_degc_);
    stream = through(stream, variant_volume(ride_.supply_m3), supply_degc_);
    Stream back;
    double mixed_degc = 0;
    for (std::size_t t = 0; t < out_.types.size(); ++t) {
      const Stream from = add_rack_type(t, stream.front().from);
      mixed_degc += w_per_k_[t] * return_degc_[t] / total_w_per_k_;
      back.insert(back.end(), from.begin(), from.end());
    }
    back = through(back, variant_volume(ride_.return_m3), mixed_degc);
    out_.circuit.cells[static_cast<std::size_t>(cdu)].in = back;
    add_exchanger(cdu);
    return std::move(out_);
  }

 private:
  [[nodiscard]] int running_units(int lost) const {
    return variant_.unit ? 1 : std::max(0, static_cast<int>(group_.units.size()) - lost);
  }

  [[nodiscard]] double variant_volume(const MaybeValue& value) const { return end_of(value, variant_.volumes); }

  bool read_demands() {
    const Product<CoolantType>& coolant = site_.catalogue.coolants[static_cast<std::size_t>(group_.coolant.index)];
    supply_degc_ = group_.supply_degc.high;
    const std::optional<CoolantState> state = coolant_at(coolant.body, supply_degc_);
    if (!state) {
      out_.unknown = fmt::format("properties known of {} only, supply {}", reach_text(coolant), degc(supply_degc_));
      return false;
    }
    out_.j_per_m3_k = state->density_kg_per_m3 * state->specific_heat_j_per_kg_k;
    for (const auto& [type, count] : racks_) {
      const Product<RackType>& rack = rack_of(site_, type);
      const std::optional<RackDemand> demand = rack_demand(site_, rack.body, supply_degc_, &group_);
      if (!demand) {
        out_.unknown = fmt::format("no flow known for {} at {} supply", rack.id, degc(supply_degc_));
        return false;
      }
      const double flow = variant_.flow == End::low ? demand->least_flow_m3_per_s : demand->flow_m3_per_s;
      out_.types.push_back(type);
      flow_m3_per_s_.push_back(flow);
      heat_w_.push_back(demand->heat_w);
      w_per_k_.push_back(count * flow * out_.j_per_m3_k);
      return_degc_.push_back(supply_degc_ + demand->heat_w / (flow * out_.j_per_m3_k));
      total_w_per_k_ += w_per_k_.back();
    }
    return total_w_per_k_ > 0;
  }

  int add(double capacity_j_per_k, double heat_w, double start_degc, Stream in) {
    out_.circuit.cells.push_back({capacity_j_per_k, heat_w, start_degc, std::move(in)});
    return static_cast<int>(out_.circuit.cells.size()) - 1;
  }

  /// A cell that may not be left out; where it would be empty its floor is told.
  int add_needed(double m3, double w_per_k, Stream in, double start_degc, double heat_w = 0, double metal_j_per_k = 0) {
    const double capacity = m3 * out_.j_per_m3_k + metal_j_per_k;
    const double least = kFloor_s * w_per_k;
    if (capacity < least) out_.floor_s += kFloor_s;
    out_.volume_m3 += m3;
    return add(std::max(capacity, least), heat_w, start_degc, std::move(in));
  }

  /// A stream through a volume: one cell, or as many as a plug is made of.
  Stream through(Stream stream, double m3, double start_degc) {
    double w_per_k = 0;
    for (const Inflow& in : stream) w_per_k += in.w_per_k;
    const double capacity = m3 * out_.j_per_m3_k;
    const auto most = static_cast<int>(std::min(capacity / (kShortest_s * w_per_k), 1.0 * kPlugCells));
    const int cells = variant_.plug ? most : std::min(most, 1);
    if (cells > 0) out_.volume_m3 += m3;
    for (int i = 0; i < cells; ++i) {
      stream = {{add(capacity / cells, 0, start_degc, std::move(stream)), w_per_k}};
    }
    return stream;
  }

  Stream add_rack_type(std::size_t t, int supply_cell) {
    const int type = out_.types[t];
    const double count = racks_.at(type);
    const RackCoolant& inside = coolant_of(group_, type);
    const double volume = variant_volume(inside.volume_m3);
    const double given = variant_volume(inside.trapped_m3);
    const double trapped = inside.volume_m3 ? std::min(given, volume) : given;
    const double manifold = std::max(0.0, volume - trapped) / 2;
    Stream in = through({{supply_cell, w_per_k_[t]}}, count * manifold, supply_degc_);
    const double metal_j_per_k = count * variant_volume(inside.metal_kg) * kCopper_j_per_kg_k;
    const int plates =
        add_needed(count * trapped, w_per_k_[t], std::move(in), return_degc_[t], count * heat_w_[t], metal_j_per_k);
    out_.supply_cell.push_back(supply_cell);
    out_.plate_cell.push_back(plates);
    add_limits(t, inside);
    return through({{plates, w_per_k_[t]}}, count * manifold, return_degc_[t]);
  }

  void watch(std::size_t t, RideLimit what, const Watch& one, bool stated = true, bool for_long = false) {
    out_.watches.push_back(one);
    out_.watches.back().counts = stated && !for_long;
    out_.limits.push_back({t, what, stated, for_long});
  }

  /// The warmest supply at which the rack asks for no more than the flow it has.
  [[nodiscard]] double warmest_degc(std::size_t t) const {
    const RackType& rack = rack_of(site_, out_.types[t]).body;
    const auto is_enough = [&](double supply_degc) {
      const std::optional<RackDemand> demand = rack_demand(site_, rack, supply_degc, &group_);
      if (!demand) return false;
      const double asked = variant_.flow == End::low ? demand->least_flow_m3_per_s : demand->flow_m3_per_s;
      return asked <= flow_m3_per_s_[t] * (1 + 1e-6);
    };
    double low = supply_degc_, high = rack.liquid->table.back().supply_degc.low;
    if (is_enough(high)) return high;
    constexpr int kBisections = 30;
    for (int i = 0; i < kBisections; ++i) {
      const double middle = 0.5 * (low + high);
      (is_enough(middle) ? low : high) = middle;
    }
    return low;
  }

  void add_limits(std::size_t t, const RackCoolant& inside) {
    const RackLiquid& liquid = *rack_of(site_, out_.types[t]).body.liquid;
    const int plates = out_.plate_cell[t];
    watch(t, RideLimit::supply, {Watch::Kind::cell, out_.supply_cell[t], liquid.table.back().supply_degc.low});
    constexpr double kHeld_k = 0.01;  // a supply that is held comes so near to what it is set to
    watch(t, RideLimit::supply, {Watch::Kind::cell, out_.supply_cell[t], warmest_degc(t) + kHeld_k}, true, true);
    if (liquid.return_limit_degc) {
      watch(t, RideLimit::return_, {Watch::Kind::cell, plates, liquid.return_limit_degc->low});
    }
    if (inside.least_flow_m3_per_s) {
      const double hold_s = inside.no_flow_s ? inside.no_flow_s->low : 0;
      watch(t, RideLimit::least_flow,
            {Watch::Kind::flow, 0, inside.least_flow_m3_per_s->high / flow_m3_per_s_[t], hold_s});
    } else {
      double least = liquid.table.front().flow_m3_per_s.low;
      for (const FlowPoint& point : liquid.table) least = std::min(least, point.flow_m3_per_s.low);
      const double scale = heat_w_[t] / (liquid.table_power_w.low * liquid.table_share.low);
      const double share = std::min(1.0, least * scale / flow_m3_per_s_[t]);
      watch(t, RideLimit::least_flow, {Watch::Kind::flow, 0, share}, false);
    }
    if (!inside.device) return;
    const PlateDevice& device = *inside.device;
    const double power_w = device.power_w.high;
    out_.circuit.plates.push_back(
        {plates, power_w, device.rise_k.high / power_w,
         (variant_.volumes == End::low ? device.mass_kg.low : device.mass_kg.high) * kCopper_j_per_kg_k,
         return_degc_[t] + device.rise_k.high});
    if (device.throttles_to) {
      out_.circuit.plates.back().throttle_degc = device.limit_degc.low;
      out_.circuit.plates.back().least_share = device.throttles_to->high;
    }
    watch(t, RideLimit::plate,
          {Watch::Kind::plate, static_cast<int>(out_.circuit.plates.size()) - 1, device.limit_degc.low});
  }

  void add_exchanger(int cdu) {
    const Product<CduType>& type = cdu_of(site_, group_);
    const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(group_.loop.index)];
    const int units = running_units(variant_.units_lost);
    const double asked = total_w_per_k_ / out_.j_per_m3_k;
    out_.flow_share = std::min(1.0, units * type.body.flow_m3_per_s.low / asked);
    // Where no valves hold the racks to what they ask for, more may flow: at any flow.
    const bool holds_flow = group_.piping && group_.piping->flow_limited;
    const Shares shares = holds_flow ? shares_at(site_, group_, out_.flow_share * asked) : Shares{};
    const PlantLoss loss{variant_.units_lost, {}};
    const GroupHeat group = variant_.unit ? GroupHeat{} : group_heat(site_, group_, loss, shares);
    const CduHeat unit = variant_.unit ? unit_heat(site_, group_, loss, variant_.unit, shares) : group.unit;
    const double approach = approach_k(site_, group_);
    if (!unit.unknown.empty()) out_.unknown = unit.unknown;
    if (out_.unknown.empty()) out_.unknown = unknown_unit_power(type);
    if (approach <= 0 || unit.capacity_w <= 0) {
      out_.unknown = fmt::format("no heat known for {} at {:.4g} K approach", type.id, approach);
      return;
    }
    const int cooling = variant_.unit ? 1 : group.running;
    double most_w = std::max(unit.capacity_w, unit.share * type.body.capacity_w.low);
    for (const CduRating& rating : type.body.ratings) most_w = std::max(most_w, unit.share * rating.capacity_w.low);
    ExchangerCell& exchanger = out_.circuit.exchanger;
    exchanger.cell = cdu;
    exchanger.set_degc = supply_degc_;
    exchanger.water_degc = loop.supply_degc.high;
    exchanger.approach_k_per_w = approach / (unit.capacity_w * std::max(1, cooling));
    exchanger.most_w = cooling * most_w;
    if (units > 0) exchanger.own_k = units * unit_power_w(type.body) / (out_.flow_share * total_w_per_k_);
    const Product<CoolantType>& water = site_.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
    const std::optional<CoolantState> state = coolant_at(water.body, loop.supply_degc.high);
    if (!variant_.circulates || !loop.circulating_m3 || !state || loop_heat_w_ <= 0) return;
    // Each group has the part of the water that its part of the heat warms.
    exchanger.water_j_per_k = variant_volume(loop.circulating_m3) * state->density_kg_per_m3 *
                              state->specific_heat_j_per_kg_k * heat_w(site_, racks_) / loop_heat_w_;
  }

  const Site& site_;
  const CduGroup& group_;
  const CoolantInventory& ride_;
  const Racks& racks_;
  Variant variant_;
  double loop_heat_w_ = 0;
  double supply_degc_ = 0;
  double total_w_per_k_ = 0;
  std::vector<double> flow_m3_per_s_, heat_w_, w_per_k_, return_degc_;  ///< by type; flow and heat of one rack
  GroupCircuit out_;
};

void lacks(std::string& reason, bool given, const std::string& what, const std::string& of) {
  if (!given && reason.empty()) reason = fmt::format("no {} known for {}", what, of);
}

}  // namespace

const RackCoolant& coolant_of(const CduGroup& group, int type) {
  static const RackCoolant kNone{};
  for (const RackCoolant& rack : group.ride_through->racks) {
    if (rack.type.index == type) return rack;
  }
  return kNone;
}

GroupCircuit group_circuit(const Site& site, const CduGroup& group, const Racks& racks, double loop_heat_w,
                           const Variant& variant) {
  return Builder(site, group, racks, loop_heat_w, variant).run();
}

Lacking lacking_of(const Site& site, const CduGroup& group, const Racks& racks) {
  const CoolantInventory& ride = *group.ride_through;
  Lacking lacking;
  for (const auto& [type, count] : racks) {
    const RackCoolant& inside = coolant_of(group, type);
    const Product<RackType>& rack = rack_of(site, type);
    lacks(lacking.flowing, inside.volume_m3.has_value(), "coolant volume", rack.id);
    lacks(lacking.standing, inside.trapped_m3.has_value(), "trapped coolant volume", rack.id);
    lacks(lacking.limits, rack.body.liquid->return_limit_degc.has_value(), "return limit", rack.id);
  }
  lacks(lacking.flowing, ride.supply_m3.has_value(), "supply header volume", group.id);
  lacks(lacking.flowing, ride.return_m3.has_value(), "return header volume", group.id);
  lacks(lacking.flowing, ride.cdu_m3.has_value(), "CDU coolant volume", group.id);
  return lacking;
}

}  // namespace hallplan::hydraulics
