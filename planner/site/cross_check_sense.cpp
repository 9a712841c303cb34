// What is well-formed and yet will not work, told before a search is spent on it: water that would have to flow uphill, racks without
// a loop, pairs of feeds that one loss takes away, and a floor of a single bay.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/site/cross_check.hpp"
#include "planner/site/live.hpp"

namespace hallplan {
namespace {

class SenseChecker {
 public:
  SenseChecker(const Site& site, Diagnostics& problems) : site_(site), problems_(problems) {}

  void run() {
    for (const CduGroup& group : site_.cdu_groups) check_colder("CDU group", group.id, group.supply_degc, group.loop);
    for (const AirZone& zone : site_.air_zones) check_colder("air zone", zone.id, zone.supply_degc, zone.loop);
    for (std::size_t zone = 0; zone < site_.air_zones.size(); ++zone) check_containment(static_cast<int>(zone));
    for (const RearDoors& doors : site_.rear_doors) check_doors(doors);
    check_bay();
    for (const Demand& demand : site_.demand) check_loops_for(demand);
    if (!feeds_itself() && all_are_fed()) check_pairs();
  }

 private:
  void warn(Rule rule, Mark at, std::string message, std::string mend, Related related) {
    problems_.add({rule, at, std::move(message), std::move(mend), std::move(related), Severity::warning});
  }

  /// Heat flows from warm to cold alone.
  void check_colder(std::string_view what, const std::string& id, const Value& supply, const Ref& ref) {
    if (ref.index < 0) return;
    const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(ref.index)];
    if (supply.high > loop.supply_degc.low) return;
    warn(Rule::site_disagree, supply.at,
         fmt::format("{} '{}' supplies {}, no warmer than the {} of the water that cools it", what, id, supply.written,
                     loop.supply_degc.written),
         "supply it warmer, or name a colder loop", Related{loop.supply_degc.at, "the water"});
  }

  /// What is planned then counts on air as warm as that water.
  void check_doors(const RearDoors& doors) {
    if (doors.loop.index < 0) return;
    const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(doors.loop.index)];
    if (doors.leaving_degc.high > loop.supply_degc.low) return;
    warn(Rule::site_disagree, doors.leaving_degc.at,
         fmt::format("air leaves rear doors '{}' at {}, no warmer than the {} of the water that cools it", doors.id,
                     doors.leaving_degc.written, loop.supply_degc.written),
         "let it leave them warmer, or name a colder loop", Related{loop.supply_degc.at, "the water"});
  }

  /// A bay beyond the walls averages what stands in one place over all of the floor.
  void check_bay() {
    const Value& bay_m = site_.hall.floor.bay_m;
    const Value& width_m = site_.hall.width_m;
    const Value& depth_m = site_.hall.depth_m;
    const Value& shorter_m = width_m.value < depth_m.value ? width_m : depth_m;
    if (bay_m.value <= shorter_m.value) return;
    warn(Rule::site_disagree, bay_m.at,
         fmt::format("a bay of {} in a hall of {} x {}: its rating is an average over the whole floor", bay_m.written,
                     width_m.written, depth_m.written),
         "state the distance of the columns or beams that the rating is of", Related{shorter_m.at, "the hall"});
  }

  /// Floor that a row takes, and the way its fronts look: -1 or 1 along the axis across it.
  struct Stretch {
    double from_m, to_m;  ///< along it
    double middle_m;      ///< across it
    bool along_x;
    int looks;
  };
  static Stretch stretch_of(const Row& row) {
    const bool along_x = row.along == Axis::x;
    const double from_m = along_x ? row.x_m.value : row.y_m.value;
    const double across_m = along_x ? row.y_m.value : row.x_m.value;
    return {from_m, from_m + row.slots * row.pitch_m.value, across_m + row.depth_m.value / 2, along_x,
            row.front == Side::north || row.front == Side::east ? 1 : -1};
  }

  /// True where the rears (hot) or fronts (cold) of two rows look at each other over some of their length.
  static bool face(const Row& one, const Row& other, Containment containment) {
    const Stretch a = stretch_of(one), b = stretch_of(other);
    if (a.along_x != b.along_x || a.looks == b.looks) return false;
    if (std::min(a.to_m, b.to_m) <= std::max(a.from_m, b.from_m)) return false;
    const int from_a_to_b = a.middle_m < b.middle_m ? 1 : -1;
    return (a.looks == from_a_to_b) == (containment == Containment::cold);
  }

  /// Containment closes the aisle between two rows; of rows that turn it to nobody each gets a closed aisle of its own, which is seldom
  /// what was meant.
  void check_containment(int number) {
    const AirZone& zone = site_.air_zones[static_cast<std::size_t>(number)];
    if (zone.containment == Containment::none || problems_.has_errors())
      return;  // rows may not be where they are meant
    std::vector<const Row*> rows;
    for (const Row& row : site_.rows) {
      if (row.air_zone.index == number) rows.push_back(&row);
    }
    if (rows.size() < 2) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (face(*rows[i], *rows[j], zone.containment)) return;
      }
    }
    constexpr std::size_t kNamed = 4;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(kNamed, rows.size()); ++i) {
      names.push_back(fmt::format("'{}' (front: {})", rows[i]->id, to_string(rows[i]->front)));
    }
    if (rows.size() > kNamed) names.push_back(fmt::format("{} more", rows.size() - kNamed));
    const bool hot = zone.containment == Containment::hot;
    warn(Rule::site_disagree, zone.at,
         fmt::format("'{}' has {} containment, and no two of its rows stand {}: {}", zone.id, hot ? "hot" : "cold",
                     hot ? "back to back" : "front to front", join(names, ", ")),
         fmt::format("turn rows so that pairs have their {} in one aisle ('front'), or say which containment there is: "
                     "as it stands "
                     "each row has a closed aisle of its own",
                     hot ? "rears" : "fronts"),
         Related{rows.front()->at, "the first of its rows"});
  }

  void check_loops_for(const Demand& demand) {
    if (demand.compute.index < 0) return;
    const bool liquid = site_.catalogue.racks[static_cast<std::size_t>(demand.compute.index)].body.liquid.has_value();
    const bool offered =
        std::any_of(site_.rows.begin(), site_.rows.end(), [](const Row& row) { return !row.cdu_groups.empty(); });
    if (!liquid || offered || site_.rows.empty()) return;
    warn(Rule::site_disagree, demand.at,
         fmt::format("'{}' is cooled by liquid, and no row offers a CDU group", demand.compute.id),
         "name the groups in cdu_groups of the rows it may stand in", Related{site_.rows.front().at, "the first row"});
  }

  /// The two sides of a pair that rows offer, by their devices.
  using Sides = std::pair<int, int>;

  /// In a power tree that feeds itself nothing says which of the circle's devices are live.
  [[nodiscard]] bool feeds_itself() const {
    const std::vector<Diagnostic>& all = problems_.all();
    return std::any_of(all.begin(), all.end(),
                       [](const Diagnostic& problem) { return problem.rule == Rule::site_power_cycle; });
  }

  /// What hangs on nothing is dark whatever is lost, and told of by itself.
  [[nodiscard]] bool all_are_fed() const {
    return std::none_of(site_.devices.begin(), site_.devices.end(), [](const Device& device) {
      const auto leads_nowhere = [](const Ref& source) { return source.index < 0; };
      return (!is_root(device) && device.from.empty()) ||
             std::any_of(device.from.begin(), device.from.end(), leads_nowhere);
    });
  }

  /// Pairs whose two sides one device takes away, by that device: of several the last on the way to the racks.
  void check_pairs() {
    std::map<Sides, const Row*> pairs;
    for (const Row& row : site_.rows) {
      for (const FeedPair& feeds : row.feeds) {
        if (feeds.a.index >= 0 && feeds.b.index >= 0 && feeds.a.index != feeds.b.index) {
          pairs.emplace(Sides(feeds.a.index, feeds.b.index), &row);
        }
      }
    }
    if (pairs.empty()) return;
    std::map<Sides, std::pair<std::size_t, int>> met;  // how many it takes with it at least, and the device
    const std::vector<int> order = sources_first(site_);
    for (std::size_t lost = 0; lost < site_.devices.size(); ++lost) {
      if (site_.devices[lost].from.empty()) continue;  // a sole source is the site's whole supply: the verdict's matter
      const std::vector<bool> live = live_devices(site_, order, static_cast<int>(lost));
      const auto dead = static_cast<std::size_t>(std::count(live.begin(), live.end(), false));
      for (const auto& [pair, row] : pairs) {
        if (live[static_cast<std::size_t>(pair.first)] || live[static_cast<std::size_t>(pair.second)]) continue;
        const auto found = met.emplace(pair, std::pair(dead, static_cast<int>(lost))).first;
        if (dead < found->second.first) found->second = {dead, static_cast<int>(lost)};
      }
    }
    std::map<int, std::vector<Sides>> by_device;
    for (const auto& [pair, device] : met) by_device[device.second].push_back(pair);
    for (const auto& [device, at_it] : by_device) report(device, at_it, *pairs.at(at_it.front()));
  }

  void report(int device, const std::vector<Sides>& pairs, const Row& row) {
    constexpr std::size_t kNamed = 3;
    std::vector<std::string> names;
    for (const auto& [a, b] : pairs) {
      if (names.size() == kNamed) break;
      names.push_back(fmt::format("{} and {}", site_.devices[static_cast<std::size_t>(a)].id,
                                  site_.devices[static_cast<std::size_t>(b)].id));
    }
    if (pairs.size() > kNamed) names.push_back(fmt::format("{} more pairs", pairs.size() - kNamed));
    const Device& met = site_.devices[static_cast<std::size_t>(device)];
    warn(Rule::site_common_path, met.at,
         fmt::format("both sides of {} hang on '{}': its loss leaves their racks dark", join(names, "; "), met.id),
         "pair feeds of different branches, or give one of them another source",
         Related{row.at, fmt::format("row '{}' offers them", row.id)});
  }

  const Site& site_;
  Diagnostics& problems_;
};

}  // namespace

void cross_check_sense(const Site& site, Diagnostics& problems) { SenseChecker(site, problems).run(); }

}  // namespace hallplan
