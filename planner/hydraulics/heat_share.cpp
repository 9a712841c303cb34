#include "planner/hydraulics/heat_share.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/group_cooling.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kRounding = 1e-9;
/// An exchanger that loses more of its heat at less flow is not told by its rating.
constexpr double kTold = 0.97;
/// Of a unit's flow: less than that no group runs at.
constexpr double kLeastPart = 0.1;
constexpr double kUnbounded = std::numeric_limits<double>::infinity();

/// Coolant of a unit, between these ends.
struct CoolantFlow {
  double least_m3_per_s = 0, most_m3_per_s = 0;

  [[nodiscard]] double at(double part) const { return least_m3_per_s + part * (most_m3_per_s - least_m3_per_s); }
};

double greatest_approach_k(const CduType& cdu) {
  double greatest_k = cdu.approach_k.high;
  for (const CduRating& rating : cdu.ratings) greatest_k = std::max(greatest_k, rating.approach_k.high);
  return greatest_k;
}

/// One unit of a group by effectiveness and transfer units, at both ends of its coolant's capacity.
class UnitShare {
 public:
  UnitShare(const Site& site, const CduGroup& group)
      : cdu_(cdu_of(site, group)),
        ends_{exchangers_of(site, group, End::low), exchangers_of(site, group, End::high)},
        parts_(parts_of_points(cdu_.body, approach_k(site, group))),
        wider_(std::max(1.0, approach_k(site, group) / greatest_approach_k(cdu_.body))) {}

  [[nodiscard]] const std::string& unknown() const {
    return ends_[0].unknown.empty() ? ends_[1].unknown : ends_[0].unknown;
  }

  /// The least at any coolant flow between two, not held to 1; endless where all that the coolant brings is taken.
  [[nodiscard]] double least(const CoolantFlow& flow, double facility_m3_per_s) const {
    double share = kUnbounded;
    for (const double part : parts_of(flow)) share = std::min(share, at(flow.at(part), facility_m3_per_s));
    return share;
  }
  [[nodiscard]] double most(const CoolantFlow& flow, double facility_m3_per_s) const {
    double share = 0;
    for (const double part : parts_of(flow)) share = std::max(share, at(flow.at(part), facility_m3_per_s));
    return share;
  }
  /// At so much of the flow that the unit is rated at.
  [[nodiscard]] double at_part(double part, double facility_m3_per_s) const {
    return std::min(1.0, over_points([&](const GroupCooling& end, const GroupCooling::Rated& one) {
                      // A point that its maker rates at less flow tells of the unit's own flow too.
                      const double full = end.coolant_j_per_m3_k * cdu_.body.flow_m3_per_s.high;
                      const bool is_own = one.point + 1 == parts_.size();
                      const double cooled = part * (is_own ? one.rating.cooled_w_per_k : full);
                      return at(end, one, cooled, facility_m3_per_s);
                    }));
  }
  /// From a tenth of the rated flow up.
  [[nodiscard]] double least_at_any(double facility_m3_per_s) const {
    double share = 1;
    for (int tenths = 1; tenths <= kTenths; ++tenths) share = std::min(share, at_part(0.1 * tenths, facility_m3_per_s));
    return share;
  }

  /// As it is told: held to 1, and unknown where the exchanger has few transfer units.
  [[nodiscard]] HeatShare told(double share, double facility_m3_per_s) const {
    const double at_rated = at_part(1, facility_m3_per_s);
    if (share < kTold * at_rated) {
      return {at_rated,
              fmt::format("{} has too few transfer units to tell what it carries at less than its rated flow: {:.3g} % "
                          "of that at most",
                          cdu_.id, 100 * share / at_rated),
              {}};
    }
    return {share > 1 - kRounding ? 1 : share, {}, {}};
  }

 private:
  static constexpr int kTenths = 10;

  static std::vector<double> parts_of(const CoolantFlow& flow) {
    if (flow.most_m3_per_s <= flow.least_m3_per_s * (1 + kRounding)) return {1};
    std::vector<double> parts;
    for (int step = 0; step <= kTenths; ++step) parts.push_back(static_cast<double>(step) / kTenths);
    return parts;
  }

  [[nodiscard]] static double at(const GroupCooling& end, const GroupCooling::Rated& one, double cooled_w_per_k,
                                 double facility_m3_per_s) {
    const double water_w_per_k = end.water_j_per_m3_k * std::min(facility_m3_per_s, one.facility_m3_per_s);
    const double taken = taken_w_per_k(one.rating, one.ua_w_per_k, cooled_w_per_k, water_w_per_k, end.films);
    if (taken >= cooled_w_per_k * (1 - kRounding)) return kUnbounded;
    return std::max(0.0, taken / (1 - taken / cooled_w_per_k) * one.rating.approach_k / one.rating.heat_w);
  }
  [[nodiscard]] double at(double coolant_m3_per_s, double facility_m3_per_s) const {
    return over_points([&](const GroupCooling& end, const GroupCooling::Rated& one) {
      return at(end, one, end.coolant_j_per_m3_k * coolant_m3_per_s, facility_m3_per_s);
    });
  }
  /// The maker's points by their parts of the heat at the group's approach, each at the ends of its ranges that lead to least. Above the
  /// greatest approach no more than the rating is counted on, but what is less than that grows on.
  template <class At>
  [[nodiscard]] double over_points(const At& at_point) const {
    double sum = 0;
    for (std::size_t point = 0; point < parts_.size(); ++point) {
      if (parts_[point] <= 0) continue;
      double least = kUnbounded;
      for (const GroupCooling& end : ends_) {
        for (const GroupCooling::Rated& one : end.rated) {
          if (one.point == point) least = std::min(least, at_point(end, one));
        }
      }
      sum += parts_[point] * least;
    }
    return wider_ * sum;
  }

  const Product<CduType>& cdu_;
  std::array<GroupCooling, 2> ends_;
  std::vector<double> parts_;  ///< of the maker's points, by `Rated::point`
  double wider_;               ///< the group's approach over the greatest that the unit is rated at; 1 where less
};

double least_water(const std::vector<WateredUnit>& running) {
  double least = kUnbounded;
  for (const WateredUnit& unit : running) least = std::min(least, unit.facility_m3_per_s);
  return running.empty() ? 0 : least;
}

/// A group's units on its pipes.
class Piped {
 public:
  Piped(const Site& site, const Plan& plan, int group)
      : site_(site),
        group_(site.cdu_groups[static_cast<std::size_t>(group)]),
        dedicated_(is_dedicated(site, group_)),
        least_(network_of(site, plan, group, FlowEnd::least)),
        most_(network_of(site, plan, group, FlowEnd::most)),
        unit_(site, group_) {}

  HeatShare of(const std::vector<WateredUnit>& running) {
    const std::optional<std::vector<CoolantFlow>> flows = flows_of(running);
    if (!flows || !unit_.unknown().empty()) return heat_share(site_, group_, least_water(running));
    return dedicated_ ? each(running, *flows) : together(running, *flows);
  }

 private:
  /// Of one that has few transfer units at its flow.
  [[nodiscard]] HeatShare told(const WateredUnit& unit, const CoolantFlow& flow, double& share) const {
    share = flow.most_m3_per_s > 0 ? unit_.least(flow, unit.facility_m3_per_s) : kUnbounded;
    return unit_.told(std::min(1.0, share), unit.facility_m3_per_s);
  }

  [[nodiscard]] HeatShare each(const std::vector<WateredUnit>& running, const std::vector<CoolantFlow>& flows) const {
    HeatShare least{1, {}, {}};
    for (std::size_t i = 0; i < running.size(); ++i) {
      double share = 0;
      HeatShare one = told(running[i], flows[i], share);
      if (one.share < least.share) {
        least.share = one.share;
        least.coolant = text(flows[i]);
      }
      if (least.unknown.empty()) least.unknown = std::move(one.unknown);
    }
    return least;
  }

  /// Of units that part the racks' heat as their flows: the heat at which the first of them no longer holds its supply.
  [[nodiscard]] HeatShare together(const std::vector<WateredUnit>& running,
                                   const std::vector<CoolantFlow>& flows) const {
    const auto count = static_cast<double>(running.size());
    const Product<CduType>& cdu = cdu_of(site_, group_);
    const double rated_w = cdu_heat(cdu, approach_k(site_, group_)).capacity_w, own_w = unit_power_w(cdu.body);
    CoolantFlow all;
    for (const CoolantFlow& flow : flows) {
      all.least_m3_per_s += flow.least_m3_per_s;
      all.most_m3_per_s += flow.most_m3_per_s;
    }
    HeatShare out{1, {}, {}};
    if (!(all.least_m3_per_s > 0) || !(rated_w > 0)) return heat_share(site_, group_, least_water(running));
    double racks_w = kUnbounded;
    for (std::size_t i = 0; i < running.size(); ++i) {
      double share = 0;
      HeatShare one = told(running[i], flows[i], share);
      if (!one.unknown.empty()) {
        out.unknown = std::move(one.unknown);
        share = one.share;
      }
      const double part =
          std::max(flows[i].least_m3_per_s / all.least_m3_per_s, flows[i].most_m3_per_s / all.most_m3_per_s);
      const double here_w = part > 0 ? (share * rated_w - own_w) / part : kUnbounded;
      if (here_w >= racks_w) continue;
      racks_w = here_w;
      out.coolant = text(flows[i]);
    }
    out.share = std::clamp((racks_w + count * own_w) / (count * rated_w), 0.0, 1.0);
    return out;
  }

  static std::string text(const CoolantFlow& flow) {
    constexpr double kAlike = 1e-3;
    const bool alike = flow.most_m3_per_s <= (1 + kAlike) * flow.least_m3_per_s;
    return fmt::format(", at {}{} of coolant", alike ? "" : l_per_min(flow.least_m3_per_s) + " to ",
                       l_per_min(flow.most_m3_per_s));
  }

  /// Of the units that run, at both ends of what their flow hangs on; nothing where it is not known.
  std::optional<std::vector<CoolantFlow>> flows_of(const std::vector<WateredUnit>& running) {
    std::vector<CoolantFlow> out(running.size());
    for (const bool most : {false, true}) {
      GroupNetwork& network = most ? most_ : least_;
      if (!network.unknown.empty() || network.racks.empty()) return {};
      // Units on headers of their own do not change each other's flow.
      const auto set_open = [&](bool open) {
        for (std::size_t u = 0; u < network.unit_links.size() && !dedicated_; ++u) {
          const bool runs =
              std::any_of(running.begin(), running.end(), [&](const WateredUnit& one) { return one.unit == u; });
          if (!runs) network.network.links[network.unit_links[u]].open = open;
        }
      };
      set_open(false);
      const ControlledFlow found = kept_flow(group_, network, most ? FlowEnd::most : FlowEnd::least);
      set_open(true);
      if (!found.unknown.empty()) return {};
      for (std::size_t i = 0; i < running.size(); ++i) {
        const double flow = std::max(0.0, found.flow.flow_m3_per_s[network.unit_links[running[i].unit]]);
        CoolantFlow& of = out[i];
        of.least_m3_per_s = most ? std::min(of.least_m3_per_s, flow) : flow;
        of.most_m3_per_s = most ? std::max(of.most_m3_per_s, flow) : flow;
      }
    }
    return out;
  }

  const Site& site_;
  const CduGroup& group_;
  bool dedicated_;
  GroupNetwork least_, most_;
  UnitShare unit_;
};

/// That a unit's pumps give.
double most_flow(const CduType& cdu) {
  double most = cdu.flow_m3_per_s.high;
  for (const PumpPoint& point : cdu.pump_curve) most = std::max(most, point.flow_m3_per_s.high);
  return most;
}

/// Racks on valves that hold them to the flow they ask for, each unit with an equal part of their heat and flow.
class Asked {
 public:
  Asked(const Site& site, const CduGroup& group, double j_per_m3, bool proves)
      : unit_(site, group),
        rated_w_(cdu_heat(cdu_of(site, group), approach_k(site, group)).capacity_w),
        own_w_(unit_power_w(cdu_of(site, group).body)),
        most_m3_per_s_(most_flow(cdu_of(site, group).body)),
        kept_(site.policy.margins.liquid ? 1 - site.policy.margins.liquid->high : 1),
        j_per_m3_(j_per_m3),
        proves_(proves) {}

  [[nodiscard]] HeatShare of(const std::vector<WateredUnit>& running) const {
    if (!unit_.unknown().empty()) return {0, unit_.unknown(), {}};
    if (running.empty() || !(rated_w_ > 0) || !(kept_ > 0)) return {1, {}, {}};
    double water = running.front().facility_m3_per_s;
    for (const WateredUnit& unit : running) {
      water = proves_ ? std::max(water, unit.facility_m3_per_s) : std::min(water, unit.facility_m3_per_s);
    }
    // The greatest heat of a unit's racks that it carries at their flow, with the margin off its limit as it comes off the row's.
    const auto carries = [&](double racks_w) {
      return racks_w + own_w_ <= kept_ * std::min(1.0, share(racks_w / j_per_m3_, water)) * rated_w_;
    };
    double low_w = 0, high_w = std::max(0.0, kept_ * rated_w_ - own_w_);
    if (carries(high_w)) {
      low_w = high_w;
    } else {
      constexpr int kBisections = 60;
      for (int i = 0; i < kBisections; ++i) {
        const double middle_w = 0.5 * (low_w + high_w);
        (carries(middle_w) ? low_w : high_w) = middle_w;
      }
    }
    return unit_.told(std::min(1.0, (low_w + own_w_) / (kept_ * rated_w_)), water);
  }

 private:
  /// Falls with the flow: the least of all flows up to that, or the most of all from it on.
  [[nodiscard]] double share(double flow_m3_per_s, double water) const {
    if (proves_) return unit_.most({flow_m3_per_s, std::max(flow_m3_per_s, most_m3_per_s_)}, water);
    return unit_.least({std::min(flow_m3_per_s, kLeastPart * most_m3_per_s_), flow_m3_per_s}, water);
  }

  UnitShare unit_;
  double rated_w_, own_w_, most_m3_per_s_, kept_, j_per_m3_;
  bool proves_;
};

/// The most at any flow, of the unit with the most water.
HeatShare most_at_any(const UnitShare& unit, double most_m3_per_s, const std::vector<WateredUnit>& running) {
  if (!unit.unknown().empty()) return {0, unit.unknown(), {}};
  double share = 0;
  for (const WateredUnit& one : running) {
    share = std::max(share, unit.most({kLeastPart * most_m3_per_s, most_m3_per_s}, one.facility_m3_per_s));
  }
  return {std::min(1.0, share), {}, {}};
}

}  // namespace

HeatShare heat_share(const Site& site, const CduGroup& group, double facility_m3_per_s) {
  const UnitShare unit(site, group);
  if (!unit.unknown().empty()) return {0, unit.unknown(), {}};
  return unit.told(unit.least_at_any(facility_m3_per_s), facility_m3_per_s);
}

Shares piped_shares(const Site& site, const Plan& plan, int group) {
  if (!site.cdu_groups[static_cast<std::size_t>(group)].piping) return {};
  // Made when it is first asked for: most exchangers carry their rating at any flow.
  const auto piped = std::make_shared<std::unique_ptr<Piped>>();
  return [&site, &plan, group, piped](const std::vector<WateredUnit>& running) {
    if (*piped == nullptr) *piped = std::make_unique<Piped>(site, plan, group);
    return (*piped)->of(running);
  };
}

Shares shares_at(const Site& site, const CduGroup& group, double coolant_m3_per_s) {
  const auto unit = std::make_shared<const UnitShare>(site, group);
  return [unit, coolant_m3_per_s](const std::vector<WateredUnit>& running) -> HeatShare {
    if (!unit->unknown().empty()) return {0, unit->unknown(), {}};
    const double each = coolant_m3_per_s / static_cast<double>(std::max<std::size_t>(1, running.size()));
    const double water = least_water(running);
    return unit->told(std::min(1.0, unit->least({each, each}, water)), water);
  };
}

ShareBounds share_bounds(const Site& site, const CduGroup& group, double least_j_per_m3, double most_j_per_m3) {
  if (!group.piping || !(least_j_per_m3 > 0)) return {};
  if (group.piping->flow_limited) {
    const auto asked = [&](double j_per_m3, bool proves) -> Shares {
      const auto shares = std::make_shared<const Asked>(site, group, j_per_m3, proves);
      return [shares](const std::vector<WateredUnit>& running) { return shares->of(running); };
    };
    return {asked(least_j_per_m3, false), asked(most_j_per_m3, true)};
  }
  const auto unit = std::make_shared<const UnitShare>(site, group);
  const double most = most_flow(cdu_of(site, group).body);
  const Shares any = [unit, most](const std::vector<WateredUnit>& running) {
    return most_at_any(*unit, most, running);
  };
  return {any, any};
}

}  // namespace hallplan::hydraulics
