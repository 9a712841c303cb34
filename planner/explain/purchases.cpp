#include "planner/explain/purchases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/explain/steps.hpp"

namespace hallplan::explain {
namespace {

/// What names a kind of device in a list of purchases.
struct Words {
  std::string_view kind, what, besides;
};

void add_rated(const Site& site, DeviceKind kind, const Words& words, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Device& device : site.devices) {
    const bool typed = device.transformer_type.given() || device.generator_type.given();
    if (device.kind == kind && (typed || device.rating_w || device.rating_va || device.rating_a)) {
      names.push_back(device.id);
    }
  }
  if (names.empty()) return;
  const int pieces = static_cast<int>(names.size());
  const auto make = [kind](Site& bought) {
    if (kind == DeviceKind::transformer) {
      for (Product<TransformerType>& type : bought.catalogue.transformers) scale(type.body.rating_va, kStep);
    }
    if (kind == DeviceKind::generator) {
      for (Product<GeneratorType>& type : bought.catalogue.generators) {
        scale(type.body.rating_w, kStep);
        scale(type.body.rating_va, kStep);
      }
    }
    for (Device& device : bought.devices) {
      if (device.kind != kind) continue;
      scale(device.rating_w, kStep);
      scale(device.rating_va, kStep);
      scale(device.rating_a, kStep);
      scale(device.short_time_w, kStep);
    }
  };
  out.push_back(
      {words.kind, std::string(words.what), pieces, larger(names, "rating"), std::string(words.besides), make});
}

/// One module more in every UPS; of those without modules the rating.
void add_ups(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::size_t> all;
  std::vector<Counted> modules;
  std::vector<std::string> rated;
  for (std::size_t i = 0; i < site.devices.size(); ++i) {
    const Device& device = site.devices[i];
    if (device.kind != DeviceKind::ups || !has_step(device)) continue;
    all.push_back(i);
    if (of_modules(device)) {
      modules.push_back({device.id, static_cast<std::size_t>(device.modules)});
    } else {
      rated.push_back(device.id);
    }
  }
  if (all.empty()) return;
  const char* const what = rated.empty()     ? "a module in every UPS"
                           : modules.empty() ? "every UPS one size larger"
                                             : "a module in every UPS, those without modules one size larger";
  const int pieces = static_cast<int>(all.size());
  const char* const besides = modules.empty() ? "floor, batteries" : "batteries, switchgear upstream";
  const auto make = [all = std::move(all)](Site& bought) {
    for (const std::size_t number : all) raise(bought, number);
  };
  out.push_back({"ups", what, pieces, modules_or_ratings(std::move(modules), rated), besides, make});
}

void add_busways(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Device& device : site.devices) {
    if (device.kind == DeviceKind::busway) names.push_back(device.id);
  }
  if (names.empty()) return;
  const int pieces = static_cast<int>(names.size());
  const auto make = [](Site& bought) {
    for (Product<BuswayType>& type : bought.catalogue.busways) scale(type.body.rating_a, kStep);
    for (Device& device : bought.devices) {
      if (device.kind != DeviceKind::busway) continue;
      scale(device.rating_a, kStep);
      scale(device.rating_w, kStep);
      scale(device.short_time_w, kStep);
    }
  };
  out.push_back({"busway", "every busway one step larger", pieces, larger(names, "rating"),
                 "hung load, tap-offs, boards upstream", make});
}

void add_tap_offs(const Site& site, std::vector<Purchase>& out) {
  std::vector<Counted> all;
  for (const Device& device : site.devices) {
    if (device.tap_offs) all.push_back({device.id, static_cast<std::size_t>(device.tap_offs->count)});
  }
  if (all.empty()) return;
  const int pieces = static_cast<int>(all.size());
  const auto make = [](Site& bought) {
    for (Device& device : bought.devices) add_places(device);
  };
  out.push_back({kTapOff, "a quarter more tap-off places on every busway", pieces, more_places(std::move(all)),
                 "plug-in positions that the busway's sections have, tap-off boxes", make});
}

/// Whether one more unit gets a single cord: as the group says, or as its last unit has it.
template <class Group>
bool hangs_on_one(const Group& group) {
  return !group.feeds.empty() && (group.cords == 1 || group.units.back().feed.index >= 0);
}

/// The new units stand outside the hall as far as the plan is concerned: where they go is for the drawing.
template <class Group>
Unit one_more(const Group& group) {
  Unit unit = group.units.back();
  unit.id += "-more";
  unit.x_m.reset();
  unit.y_m.reset();
  if (!hangs_on_one(group)) return unit;
  if (group.cords == 1) {
    unit.feed = group.feeds[group.units.size() % group.feeds.size()];
    return unit;
  }
  // Units that say it themselves: on the board with fewest of them.
  const auto units_on = [&](const Ref& feed) {
    return std::count_if(group.units.begin(), group.units.end(),
                         [&](const Unit& one) { return one.feed.index == feed.index; });
  };
  unit.feed = *std::min_element(group.feeds.begin(), group.feeds.end(),
                                [&](const Ref& a, const Ref& b) { return units_on(a) < units_on(b); });
  return unit;
}

/// What one unit takes on the floor and draws.
Brings of_unit(const Body& body, const MaybeValue& power_w, std::size_t feeds) {
  Brings out;
  out.floor_m2 = body.width_m.high * body.depth_m.high;
  if (body.mass_kg) out.mass_kg = body.mass_kg->high;
  if (power_w) out.power_w = power_w->high;
  out.feeds = static_cast<int>(feeds);
  return out;
}

/// One more unit in each of these groups, by their numbers.
template <class Group, class Of>
Purchase units_more(const Site& site, std::vector<Group> Site::*groups, std::vector<std::size_t> which,
                    const Words& words, const std::string& where, const Of& brought_by) {
  Purchase out;
  out.kind = words.kind;
  out.what = fmt::format("{} {}", words.what, where);
  out.pieces = static_cast<int>(which.size());
  out.besides = words.besides;
  std::vector<Counted> all;
  for (const std::size_t number : which) {
    const Group& group = (site.*groups)[number];
    all.push_back({group.id, group.units.size()});
    out.brings = out.brings + brought_by(group);
  }
  out.detail = one_more_each(std::move(all), "units");
  out.make = [groups, which = std::move(which)](Site& bought) {
    for (const std::size_t number : which) {
      Group& group = (bought.*groups)[number];
      group.units.push_back(one_more(group));
    }
  };
  return out;
}

constexpr std::size_t kFew = 4;  ///< groups or zones that are listed one by one

/// In all groups, and where there are a few in each alone.
template <class Group, class Of>
void add_units(const Site& site, std::vector<Group> Site::*groups, const Words& words, std::string_view of,
               const Of& brought_by, bool single, std::vector<Purchase>& out) {
  std::vector<std::size_t> with_units;
  for (std::size_t i = 0; i < (site.*groups).size(); ++i) {
    if (!(site.*groups)[i].units.empty()) with_units.push_back(i);
  }
  const bool few = with_units.size() <= kFew;
  if (with_units.empty() || (single && few)) return;
  if (!single) {
    out.push_back(units_more(site, groups, with_units, words, fmt::format("in every {}", of), brought_by));
    if (with_units.size() < 2 || !few) return;
    out.back().of_single_ones = true;
  }
  for (const std::size_t one : with_units) {
    out.push_back(units_more(site, groups, {one}, words, "in " + (site.*groups)[one].id, brought_by));
    out.back().devices = {(site.*groups)[one].id};
  }
}

void add_cdus(const Site& site, bool single, std::vector<Purchase>& out) {
  const auto brought_by = [&](const CduGroup& group) {
    const CduType& type = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body;
    return of_unit(type.body, type.power_w, hangs_on_one(group) ? 1 : group.feeds.size());
  };
  add_units(site, &Site::cdu_groups, {"cdu", "a CDU", "where it stands, facility water"}, "group", brought_by, single,
            out);
}

void add_air(const Site& site, bool single, std::vector<Purchase>& out) {
  const auto brought_by = [&](const AirZone& zone) {
    const AirUnitType& type = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
    return of_unit(type.body, type.fan_power_w, hangs_on_one(zone) ? 1 : zone.feeds.size());
  };
  add_units(site, &Site::air_zones, {"air_unit", "an air unit", "where it stands, chilled water"}, "zone", brought_by,
            single, out);
}

/// Loops are different plant, and are bought for one by one.
void add_loops(const Site& site, std::vector<Purchase>& out) {
  for (std::size_t i = 0; i < site.loops.size(); ++i) {
    const FacilityLoop& loop = site.loops[i];
    Brings brings;
    brings.feeds = loop.rejection.cords == 1 ? 1 : static_cast<int>(loop.rejection.feeds.size());
    const RejectionType& type = site.catalogue.rejections[static_cast<std::size_t>(loop.rejection.type.index)].body;
    if (type.power_w) brings.power_w = type.power_w->high;
    out.push_back({"rejection", "a heat-rejection unit on " + loop.id, 1,
                   one_more_each({{loop.id, static_cast<std::size_t>(loop.rejection.units)}}, "units"), "roof",
                   [i](Site& bought) { ++bought.loops[i].rejection.units; }, brings});
    out.push_back({"facility_water", "a quarter more facility water on " + loop.id, 1, larger({loop.id}, "flow"),
                   "pumps, mains", [i](Site& bought) { scale(bought.loops[i].flow_m3_per_s, kStep); }});
  }
}

void add_floor(const Site& site, std::vector<Purchase>& out) {
  const FloorRating& rated = site.hall.floor;
  std::vector<std::string> ratings = {"over a bay " + rated.bay_kg_per_m2.written};
  const auto add = [&](const char* what, const MaybeValue& value) {
    if (value) ratings.push_back(fmt::format("{} {}", what, value->written));
  };
  add("under a footprint", rated.footprint_kg_per_m2);
  add("under a caster", rated.point_kg);
  add("under a caster that rolls", rated.rolling_kg);
  const auto detail = [words = join(ratings, ", "), several = ratings.size() > 1](int steps) {
    return fmt::format("{}{} x {:.4g}", words, several ? ", each" : "", std::pow(kStep, steps));
  };
  out.push_back({"floor", "a floor that carries a quarter more", 1, detail, "plates under rows", [](Site& bought) {
                   FloorRating& floor = bought.hall.floor;
                   scale(floor.bay_kg_per_m2, kStep);
                   scale(floor.footprint_kg_per_m2, kStep);
                   scale(floor.point_kg, kStep);
                   scale(floor.rolling_kg, kStep);
                 }});
}

void add_deliveries(const Site& site, std::vector<Purchase>& out) {
  std::vector<Counted> all;
  for (const Demand& demand : site.demand) {
    const int there = demand.delivered >= 0 ? demand.delivered : demand.units;
    if (demand.units > 0 || demand.delivered >= 0) all.push_back({demand.id, static_cast<std::size_t>(there)});
  }
  if (all.empty()) return;
  const int pieces = static_cast<int>(all.size());
  const auto make = [](Site& bought) {
    for (Demand& demand : bought.demand) {
      if (demand.units > 0) ++demand.units;
      if (demand.delivered >= 0) ++demand.delivered;
    }
  };
  out.push_back({"scalable_unit", "a scalable unit more of each demand", pieces,
                 one_more_each(std::move(all), "scalable units"), "delivery", make});
}

}  // namespace

std::optional<Piece> piece_of(const Purchases& prices, std::string_view kind) {
  const std::pair<std::string_view, const std::optional<Piece>*> all[] = {{"scalable_unit", &prices.scalable_unit},
                                                                          {"utility", &prices.utility},
                                                                          {"generator", &prices.generator},
                                                                          {"transformer", &prices.transformer},
                                                                          {"switchboard", &prices.switchboard},
                                                                          {"ups", &prices.ups},
                                                                          {"busway", &prices.busway},
                                                                          {"pdu", &prices.pdu},
                                                                          {kTapOff, &prices.tap_off},
                                                                          {"cdu", &prices.cdu},
                                                                          {"rejection", &prices.rejection},
                                                                          {"facility_water", &prices.facility_water},
                                                                          {"air_unit", &prices.air_unit},
                                                                          {"floor", &prices.floor}};
  for (const auto& [name, piece] : all) {
    if (name == kind) return *piece;
  }
  return {};
}

Brings operator+(Brings a, const Brings& b) {
  a.floor_m2 += b.floor_m2;
  a.mass_kg += b.mass_kg;
  a.power_w += b.power_w;
  a.feeds += b.feeds;
  return a;
}

Brings operator*(Brings a, int times) {
  a.floor_m2 *= times;
  a.mass_kg *= times;
  a.power_w *= times;
  a.feeds *= times;
  return a;
}

std::optional<double> Purchase::price(int steps) const {
  if (!piece) return {};
  return static_cast<double>(piece->price) * pieces * steps;
}

std::vector<Purchase> purchases(const Site& site, const Purchases& prices) {
  std::vector<Purchase> out;
  add_deliveries(site, out);
  add_rated(site, DeviceKind::utility, {"utility", "a quarter more utility power", "a new connection agreement"}, out);
  add_rated(site, DeviceKind::generator, {"generator", "every generator one size larger", "yard, fuel"}, out);
  add_rated(site, DeviceKind::transformer, {"transformer", "every transformer one size larger", "switchgear"}, out);
  add_rated(site, DeviceKind::switchboard, {"switchboard", "every switchboard one size larger", "floor"}, out);
  add_ups(site, out);
  add_busways(site, out);
  add_rated(site, DeviceKind::pdu, {"pdu", "every floor PDU one size larger", "floor, circuits to the racks"}, out);
  add_tap_offs(site, out);
  add_cdus(site, false, out);
  add_loops(site, out);
  add_air(site, false, out);
  add_floor(site, out);
  for (Purchase& one : out) one.piece = piece_of(prices, one.kind);
  return out;
}

std::vector<Purchase> units_one_by_one(const Site& site) {
  std::vector<Purchase> out;
  add_cdus(site, true, out);
  add_air(site, true, out);
  return out;
}

void ease(Site& site) {
  constexpr double kPlenty = 100;
  const auto nothing = [](Value& value) { value.value = value.low = value.high = 0; };
  for (Product<CduType>& type : site.catalogue.cdus) {
    if (type.body.power_w) nothing(*type.body.power_w);
  }
  for (Product<AirUnitType>& type : site.catalogue.air_units) nothing(type.body.fan_power_w);
  for (Product<RejectionType>& type : site.catalogue.rejections) {
    if (type.body.power_w) nothing(*type.body.power_w);
  }
  for (FacilityLoop& loop : site.loops) scale(loop.flow_m3_per_s, kPlenty);
}

}  // namespace hallplan::explain
