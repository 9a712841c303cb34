// What is worse by physics makes no check of the liquid side better: shipped sites with pipes, one thing made worse at a time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

void scale(Value& value, double by) {
  value.value *= by;
  value.low *= by;
  value.high *= by;
}
void scale(MaybeValue& value, double by) {
  if (value) scale(*value, by);
}
void widen(Value& value, double by) {
  value.low /= by;
  value.high *= by;
}
void widen(MaybeValue& value, double by) {
  if (value) widen(*value, by);
}
void shift(Value& value, double by) {
  value.value += by;
  value.low += by;
  value.high += by;
}

/// One thing that gets worse, and the rules to which it may be a help: less flow spares racks that may get too much, and what is warmer does
/// not condense.
struct Worse {
  std::string what;
  std::function<void(Site&)> make;
  std::set<Rule> helps = {};
  bool is_less_known = false;  ///< what failed may be undecided
};

template <class Change>
std::function<void(Site&)> each_cdu(const Change& change) {
  return [change](Site& site) {
    for (Product<CduType>& cdu : site.catalogue.cdus) change(cdu.body);
  };
}
template <class Change>
std::function<void(Site&)> each_group(const Change& change) {
  return [change](Site& site) {
    for (CduGroup& group : site.cdu_groups) {
      if (group.piping) change(*group.piping);
    }
  };
}
template <class Change>
std::function<void(Site&)> each_loop(const Change& change) {
  return [change](Site& site) {
    for (FacilityLoop& loop : site.loops) change(loop);
  };
}
template <class Change>
std::function<void(Site&)> each_rack(const Change& change) {
  return [change](Site& site) {
    for (Product<RackType>& rack : site.catalogue.racks) {
      if (rack.body.liquid) change(*rack.body.liquid);
    }
  };
}
/// Of pipes, a group's and a loop's.
template <class Change>
std::function<void(Site&)> each_pipe(const Change& change) {
  return [change](Site& site) {
    for (CduGroup& group : site.cdu_groups) {
      if (group.piping) change(static_cast<Pipes&>(*group.piping));
    }
    for (FacilityLoop& loop : site.loops) {
      if (loop.piping) change(static_cast<Pipes&>(*loop.piping));
    }
  };
}

std::vector<Worse> all_worse() {
  // An exchanger that takes all it can leaves less coolant colder.
  const std::set<Rule> less_flow = {Rule::liquid_rack_flow, Rule::liquid_pressure, Rule::liquid_delivered_supply};
  std::vector<Worse> all;
  for (const double by : {0.95, 0.8, 0.5}) {
    all.push_back({"CDU capacity", each_cdu([by](CduType& cdu) { scale(cdu.capacity_w, by); })});
    all.push_back({"pump curve of loops", each_loop([by](FacilityLoop& loop) {
                     if (!loop.piping) return;
                     for (PumpPoint& point : loop.piping->pump_curve) scale(point.head_pa, by);
                     scale(loop.piping->differential_pressure_pa, by);
                   })});
    all.push_back({"flow of loops", each_loop([by](FacilityLoop& loop) { scale(loop.flow_m3_per_s, by); })});
    all.push_back({"pump curve of CDUs", each_cdu([by](CduType& cdu) {
                     for (PumpPoint& point : cdu.pump_curve) scale(point.head_pa, by);
                     scale(cdu.head_pa, by);
                     scale(cdu.shut_off_head_pa, by);
                   }),
                   less_flow});
    all.push_back({"bore of pipes", each_pipe([by](Pipes& pipes) {
                     scale(pipes.header_diameter_m, by);
                     scale(pipes.branch_diameter_m, by);
                   }),
                   less_flow});
    all.push_back({"heat rejection", [by](Site& site) {
                     for (Product<RejectionType>& one : site.catalogue.rejections) scale(one.body.capacity_w, by);
                   }});
    all.push_back({"air units", [by](Site& site) {
                     for (Product<AirUnitType>& one : site.catalogue.air_units) scale(one.body.capacity_w, by);
                   }});
    all.push_back({"expansion vessels", each_loop([by](FacilityLoop& loop) { scale(loop.expansion_m3, by); })});
    all.push_back({"racks' most flow", each_rack([by](RackLiquid& rack) { scale(rack.most_flow_m3_per_s, by); })});
  }
  for (const double by : {1.05, 1.3, 2.0}) {
    all.push_back({"CDU approach", each_cdu([by](CduType& cdu) { scale(cdu.approach_k, by); }), {}, true});
    all.push_back({"CDU power", each_cdu([by](CduType& cdu) { scale(cdu.power_w, by); })});
    all.push_back({"CDU facility drop", each_cdu([by](CduType& cdu) {
                     if (cdu.facility) scale(cdu.facility->pressure_drop_pa, by);
                   })});
    all.push_back({"NPSH", each_cdu([by](CduType& cdu) { scale(cdu.npsh_pa, by); })});
    all.push_back({"length, roughness and loss of branches", each_pipe([by](Pipes& pipes) {
                     scale(pipes.branch_length_m, by);
                     scale(pipes.roughness_m, by);
                     scale(pipes.branch_loss, by);
                   }),
                   less_flow});
    all.push_back(
        {"strainers", each_pipe([by](Pipes& pipes) { scale(pipes.strainer_drop_pa, by); }), {Rule::liquid_rack_flow}});
    all.push_back({"racks' drop", each_rack([by](RackLiquid& rack) {
                     for (FlowPoint& point : rack.table) scale(point.pressure_drop_pa, by);
                   }),
                   less_flow});
    all.push_back({"coils' water",
                   [by](Site& site) {
                     for (Product<AirUnitType>& one : site.catalogue.air_units) {
                       if (one.body.water) scale(one.body.water->flow_m3_per_s, by);
                     }
                   },
                   {Rule::liquid_fws_return}});
    all.push_back({"coils' drop", [by](Site& site) {
                     for (AirZone& zone : site.air_zones) {
                       if (zone.water) scale(zone.water->pressure_drop_pa, by);
                     }
                   }});
    all.push_back({"water of loops", each_loop([by](FacilityLoop& loop) { scale(loop.water_m3, by); })});
  }
  for (const double by : {0.5, 2.0}) {
    all.push_back({"supply of loops",
                   each_loop([by](FacilityLoop& loop) { shift(loop.supply_degc, by); }),
                   {Rule::liquid_dew_point, Rule::liquid_rejection, Rule::liquid_expansion}});
    all.push_back({"return limits", each_loop([by](FacilityLoop& loop) { shift(loop.return_limit_degc, -by); })});
    all.push_back({"dew point", [by](Site& site) { shift(site.basis.dew_point_degc, by); }});
    all.push_back({"outdoor air", [by](Site& site) { shift(site.basis.outdoor_degc, by); }, {}, true});
  }
  all.push_back({"tees", each_pipe([](Pipes& pipes) { pipes.header_tees = true; }), less_flow});
  all.push_back({"glycol in loops",
                 [](Site& site) {
                   for (std::size_t c = 0; c < site.catalogue.coolants.size(); ++c) {
                     if (site.catalogue.coolants[c].id != "pg25") continue;
                     for (FacilityLoop& loop : site.loops) loop.coolant.index = static_cast<int>(c);
                   }
                 },
                 {},
                 true});
  // Values that are known less well.
  for (const double by : {1.02, 1.2}) {
    all.push_back({"range of the rated water",
                   each_cdu([by](CduType& cdu) {
                     if (cdu.facility) widen(cdu.facility->flow_m3_per_s, by);
                   }),
                   {},
                   true});
    all.push_back({"range of CDUs' heat, flow and drop", each_cdu([by](CduType& cdu) {
                     widen(cdu.capacity_w, by);
                     widen(cdu.flow_m3_per_s, by);
                     if (cdu.facility) widen(cdu.facility->pressure_drop_pa, by);
                   })});
    all.push_back({"range of racks' drop", each_rack([by](RackLiquid& rack) {
                     for (FlowPoint& point : rack.table) widen(point.pressure_drop_pa, by);
                   })});
    all.push_back({"range of coils' water",
                   [by](Site& site) {
                     for (Product<AirUnitType>& one : site.catalogue.air_units) {
                       if (one.body.water) widen(one.body.water->flow_m3_per_s, by);
                     }
                   },
                   {},
                   true});
    all.push_back({"range of loops' flow", each_loop([by](FacilityLoop& loop) { widen(loop.flow_m3_per_s, by); })});
  }
  return all;
}

bool is_about_flow(const Worse& worse) {
  return worse.helps.contains(Rule::liquid_rack_flow) || worse.what == "CDU facility drop" ||
         worse.what == "coils' drop" || worse.what == "pump curve of loops";
}

int rank(const Check& check) { return check.status == Status::pass ? 2 : check.status == Status::undecided ? 1 : 0; }

/// Where other limits bind, what less flow does to one is another's gain: coils and CDUs share a loop's water, racks drop more and share more
/// evenly, and an exchanger carries more of less coolant.
const std::set<Rule>& shares_out() {
  static const std::set<Rule> rules = {Rule::liquid_fws_delivery, Rule::liquid_cdu_heat, Rule::liquid_return};
  return rules;
}

/// Viscosities of warmer water and valves' hairs: a thousandth of a limit. What a rack gets is told as a share of what it gets with all open or
/// asks for, and is shared more evenly where racks drop more: of delivery the status alone is held.
constexpr double kHair = 1e-3;

void expect_no_better(const std::string& site, const Worse& worse, const std::vector<Check>& before,
                      const std::vector<Check>& after) {
  for (const Check& old : before) {
    if (worse.helps.contains(old.rule)) continue;
    for (const Check& now : after) {
      if (now.rule != old.rule || now.where != old.where || now.scenario != old.scenario) continue;
      const bool is_opened = worse.is_less_known && now.status == Status::undecided;
      EXPECT_TRUE(rank(now) <= rank(old) || is_opened)
          << site << ", " << worse.what << ": " << rule_id(old.rule) << " " << old.where << " " << old.scenario
          << "\n  " << old.arithmetic << "\n  " << now.arithmetic;
      if (old.status == Status::undecided || now.status == Status::undecided || old.rule == Rule::liquid_delivery) {
        continue;
      }
      EXPECT_LE(now.margin, old.margin + kHair * std::max(std::fabs(old.limit), std::fabs(old.value)))
          << site << ", " << worse.what << ": " << rule_id(old.rule) << " " << old.where << " " << old.scenario
          << "\n  " << old.arithmetic << "\n  " << now.arithmetic;
    }
  }
}

Site shipped(const std::string& name, const std::vector<std::string>& sets) {
  SourceFiles files;
  LoadOptions options;
  for (const std::string& set : sets) options.sets.push_back({set});
  Result<Site> loaded = load_site(files, HALLPLAN_SOURCE_DIR "/sites/" + name + ".yaml", options);
  if (!loaded) throw std::runtime_error(render(loaded.problems, files));
  return std::move(*loaded.value);
}

/// The sites and their what-ifs.
std::vector<std::pair<std::string, std::vector<std::string>>> starts() {
  const std::string two_way = "air.zones.room.water.valve=two_way",
                    filled = "liquid.cdu_groups.g1.fill_pressure=1.5 bar";
  const std::string drop = "liquid.cdu_groups.g1.piping.strainer_drop=20 kPa";
  const std::string open = "liquid.cdu_groups.g1.piping.flow_limited=false";
  return {{"old-chilled-water", {}},
          {"old-chilled-water", {two_way, open, "liquid.loops.chw.piping.flow_limited=true"}},
          {"old-chilled-water", {two_way, drop, filled, "liquid.loops.chw.return_limit=17 degC"}},
          {"warm-water", {}},
          {"cold-water", {}},
          {"one-su", {drop, filled, "liquid.loops.fws.head=60 kPa"}}};
}

std::vector<Check> checked(const Site& site, int count) {
  const Plan plan = racks(site, {{site.demand.front().compute.id, count}});
  return hydraulics::check(site, layout::positioned(site, plan), std::vector<double>(site.air_zones.size(), 120e3));
}

TEST(Monotone, WhatIsWorseMakesNoCheckBetter) {
  for (const auto& [name, sets] : starts()) {
    const Site site = shipped(name, sets);
    for (const int count : {8, 11}) {
      const std::vector<Check> before = checked(site, count);
      for (const Worse& worse : all_worse()) {
        Site other = site;
        worse.make(other);
        expect_no_better(name + " of " + std::to_string(count), worse, before, checked(other, count));
      }
    }
  }
}

// From sites that are worse already, in three ways at a time, where other limits bind.
TEST(Monotone, NorWhereMuchIsWorseAlready) {
  const char* const more = std::getenv("HALLPLAN_MONOTONE");  // so many starts
  const int starts_each = more != nullptr ? std::atoi(more) : 3;
  std::mt19937 random(11);
  const std::vector<Worse> all = all_worse();
  for (const auto& [name, sets] : starts()) {
    const Site site = shipped(name, sets);
    for (int start = 0; start < starts_each; ++start) {
      Site from = site;
      std::string what = name;
      for (int i = 0; i < 3; ++i) {
        const Worse& worse = all[random() % all.size()];
        worse.make(from);
        what += ", " + worse.what;
      }
      const int count = 2 + static_cast<int>(random() % 12);
      const std::vector<Check> before = checked(from, count);
      for (int i = 0; i < 10; ++i) {
        Worse worse = all[random() % all.size()];
        if (is_about_flow(worse)) worse.helps.insert(shares_out().begin(), shares_out().end());
        Site other = from;
        worse.make(other);
        expect_no_better(what + " of " + std::to_string(count), worse, before, checked(other, count));
      }
    }
  }
}

}  // namespace
}  // namespace hallplan
