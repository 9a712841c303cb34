#include "planner/site/cross_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hallplan {
namespace {

/// Items of the site in which something has been rejected already: what follows from that is not reported as well.
class BrokenItems {
 public:
  enum class Down { to_items, to_units };

  /// Down to units an item that has some ends where its first unit begins.
  BrokenItems(const Site& site, const Diagnostics& problems, Down down) {
    note(site.hall.columns);
    note(site.hall.keep_outs);
    note(site.rows);
    note(site.devices);
    note(site.loops);
    note(site.cdu_groups);
    note(site.air_zones);
    note(site.demand);
    note(site.placed);
    if (down == Down::to_units) {
      for (const CduGroup& group : site.cdu_groups) note(group.units);
      for (const AirZone& zone : site.air_zones) note(zone.units);
    }
    std::sort(items_.begin(), items_.end());
    for (const Diagnostic& problem : problems.all()) {
      // An item reaches from its id to the next one: the last that starts at or before the problem holds it.
      const Place place{problem.at.file, problem.at.line, problem.at.column};
      const auto next = std::upper_bound(items_.begin(), items_.end(), place);
      if (next != items_.begin()) broken_.insert(*std::prev(next));
    }
  }

  [[nodiscard]] bool holds(Mark item) const { return broken_.count(Place{item.file, item.line, item.column}) > 0; }

 private:
  using Place = std::tuple<int, int, int>;
  template <class T>
  void note(const std::vector<T>& items) {
    for (const T& item : items) items_.emplace_back(item.at.file, item.at.line, item.at.column);
  }

  std::vector<Place> items_;
  std::set<Place> broken_;
};

class SiteChecker {
 public:
  SiteChecker(const Site& site, Diagnostics& problems)
      : site_(site),
        hall_is_sound_(!problems.has_errors()),
        code_is_read_(was_read("electrical_code", problems)),
        broken_(site, problems, BrokenItems::Down::to_items),
        broken_units_(site, problems, BrokenItems::Down::to_units),
        problems_(problems) {}

  void run() {
    check_sizes();
    check_power_cycles();
    if (hall_is_sound_) {
      cross_check_hall(site_, problems_);
      cross_check_air(site_, problems_);
      cross_check_layout(site_, problems_);
      cross_check_unused(site_, problems_);
      cross_check_sense(site_, problems_);
    }
    for_sound(site_.devices, [&](const Device& device) { check_device(device); });
    cross_check_sources(site_, problems_);
    for_sound(site_.rows, [&](const Row& row) { check_row(row); });
    for_sound(site_.cdu_groups, [&](const CduGroup& group) {
      check_spare(group.at, group.id, group.spare, group.units.size());
      check_feeds(group.id, group.at, group.feeds, problems_);
      check_cords(group.id, group.at, group.feeds, group.units, problems_);
      check_in_rack(group);
      check_ride_through(group);
    });
    for_sound(site_.air_zones, [&](const AirZone& zone) {
      check_spare(zone.at, zone.id, zone.spare, zone.units.size());
      check_feeds(zone.id, zone.at, zone.feeds, problems_);
      check_cords(zone.id, zone.at, zone.feeds, zone.units, problems_);
    });
    for_sound(site_.loops, [&](const FacilityLoop& loop) {
      if (loop.return_limit_degc.value <= loop.supply_degc.value) {
        problems_.add({Rule::site_disagree, loop.return_limit_degc.at,
                       fmt::format("'{}' takes {} back and supplies {}: it can carry no heat", loop.id,
                                   loop.return_limit_degc.written, loop.supply_degc.written),
                       "the return limit is warmer than the supply", Related{loop.supply_degc.at, "the supply"},
                       Severity::error});
      }
      check_feeds(loop.id, loop.at, loop.rejection.feeds, problems_);
      check_feeds("pumps of " + loop.id, loop.at, loop.rejection.pump_feeds, problems_);
      check_spare(loop.at, loop.id, loop.rejection.spare, static_cast<std::size_t>(loop.rejection.units));
      cross_check_pipes(loop, problems_);
    });
    check_unit_names();
    for_sound(site_.demand, [&](const Demand& demand) { check_demand(demand); });
    for_sound(site_.placed, [&](const PinnedRack& rack) { check_pinned(rack); });
    cross_check_phases(site_, problems_);
  }

 private:
  /// False where reading has complained of a key of the site that stands once.
  static bool was_read(std::string_view key, const Diagnostics& problems) {
    const std::string wrong = fmt::format("{}: ", key), missing = fmt::format("key '{}' is missing", key);
    return std::none_of(problems.all().begin(), problems.all().end(), [&](const Diagnostic& problem) {
      return problem.message.starts_with(wrong) || problem.message.starts_with(missing);
    });
  }

  template <class T, class Visit>
  void for_sound(const std::vector<T>& items, const Visit& visit) const {
    for (const T& item : items) {
      if (!broken_.holds(item.at)) visit(item);
    }
  }

  [[nodiscard]] const Device& device(const Ref& ref) const {
    return site_.devices[static_cast<std::size_t>(ref.index)];
  }

  void disagree(Mark at, std::string message, Mark other, std::string other_message, std::string hint = {}) {
    problems_.add({Rule::site_disagree, at, std::move(message), std::move(hint),
                   Related{other, std::move(other_message)}, Severity::error});
  }

  /// A verdict looks at every loss of every device with every rack: what a stranger's file may ask for is bounded.
  void check_sizes() {
    constexpr int kMostSlots = 20'000;
    check_power_size(site_, problems_);
    constexpr std::size_t kMostBoxes = 2'000;
    for (const std::vector<Box>* boxes : {&site_.hall.columns, &site_.hall.keep_outs}) {
      if (boxes->size() <= kMostBoxes) continue;
      problems_.error(Rule::site_range, (*boxes)[kMostBoxes].at,
                      fmt::format("expected at most {} columns or keep-outs, found {}", kMostBoxes, boxes->size()));
    }
    int slots = 0;
    for (const Row& row : site_.rows) {
      if (slots <= kMostSlots && slots + row.slots > kMostSlots) {
        problems_.error(Rule::site_range, row.at,
                        fmt::format("expected at most {} slots in all rows together", kMostSlots));
      }
      slots += row.slots;
    }
  }

  /// What a switchboard, PDU or busway carries continuously under NEC hangs on its overcurrent device, which only its owner knows.
  void check_full_rated(const Device& device) {
    const bool by_overcurrent_device = device.kind == DeviceKind::switchboard || device.kind == DeviceKind::pdu ||
                                       (device.kind == DeviceKind::busway && !device.busway_type.given());
    const bool rated = device.rating_w || device.rating_va || device.rating_a;
    if (!code_is_read_ || site_.basis.electrical_code != ElectricalCode::nec || !by_overcurrent_device || !rated)
      return;
    if (device.full_rated) return;
    problems_.add({Rule::site_missing_key,
                   device.at,
                   fmt::format("'{}' is rated and needs 'full_rated'", device.id),
                   "say whether its overcurrent device is rated for 100 % continuous load: full_rated: true or false",
                   {},
                   Severity::error});
  }

  void check_device(const Device& device) {
    cross_check_power(device, problems_);
    check_sources(site_, device, problems_);
    check_full_rated(device);
    const bool root = device.kind == DeviceKind::utility || device.kind == DeviceKind::generator;
    if (root && !device.from.empty()) {
      problems_.error(Rule::site_disagree, device.from.front().at,
                      fmt::format("'{}' is a {} and draws from nothing", device.id, to_string(device.kind)));
    }
    if (!root && device.from.empty()) {
      problems_.error(Rule::site_missing_key, device.at,
                      fmt::format("'{}' needs 'from': what it draws from", device.id));
    }
    if (device.busway_type.given() && device.kind != DeviceKind::busway) {
      disagree(device.busway_type.at, fmt::format("'{}' names a busway type", device.id), device.at,
               fmt::format("but is a {}", to_string(device.kind)));
    }
    if (device.ups_type.given() && device.kind != DeviceKind::ups) {
      disagree(device.ups_type.at, fmt::format("'{}' names a UPS type", device.id), device.at,
               fmt::format("but is a {}", to_string(device.kind)));
    }
    if (device.spare_modules > 0 && !device.ups_type.given()) {
      problems_.error(
          Rule::site_missing_key, device.at,
          fmt::format("'{}' has spare modules and needs 'ups_type': what one module carries", device.id),
          "name one of `hallplan racks list ups`, or a file of your own in the folder that --catalogue names; or "
          "list each module as a UPS with its own rating, all in the 'from' of one switchboard");
    } else if (device.spare_modules > 0) {
      check_spare(device.at, device.id, device.spare_modules, static_cast<std::size_t>(device.modules));
    }
    if (device.rating_a && !device.voltage_v && !device.busway_type.given()) {
      problems_.error(Rule::site_missing_key, device.rating_a->at,
                      fmt::format("'{}' is rated in amperes and needs 'voltage'", device.id));
    }
    if (device.in_hall && !device.air_zone.given()) {
      problems_.error(Rule::site_missing_key, device.at,
                      fmt::format("'{}' stands in the hall and needs 'air_zone': whose air it heats", device.id));
    }
  }

  /// Depth-first search over `from`: a device met again while it is open closes a circle, which is named whole.
  void check_power_cycles() {
    std::vector<int> state(site_.devices.size(), 0);  // 0 new, 1 open, 2 done
    for (std::size_t i = 0; i < site_.devices.size(); ++i) {
      std::vector<std::pair<std::size_t, std::size_t>> path;  // device, next of its sources
      if (state[i] != 0) continue;
      path.emplace_back(i, 0);
      state[i] = 1;
      while (!path.empty()) {
        auto& [at, next] = path.back();
        const Device& here = site_.devices[at];
        if (next == here.from.size()) {
          state[at] = 2;
          path.pop_back();
          continue;
        }
        const Ref& from = here.from[next++];
        if (from.index < 0) continue;
        const auto to = static_cast<std::size_t>(from.index);
        if (state[to] == 1) {
          report_cycle(path, to, from.at);
        } else if (state[to] == 0) {
          state[to] = 1;
          path.emplace_back(to, 0);
        }
      }
    }
  }

  void report_cycle(const std::vector<std::pair<std::size_t, std::size_t>>& path, std::size_t closes, Mark at) {
    std::string circle;
    bool inside = false;
    for (const auto& [device, next] : path) {
      inside = inside || device == closes;
      if (inside) circle += site_.devices[device].id + " <- ";
    }
    circle += site_.devices[closes].id;
    problems_.add({Rule::site_power_cycle, at, fmt::format("the power tree feeds itself: {}", circle),
                   "remove one 'from' of the circle", Related{site_.devices[closes].at, "the circle closes here"},
                   Severity::error});
  }

  void check_feed(const Ref& ref, FeedSide side) {
    if (ref.index < 0) return;
    const Device& feed = device(ref);
    if (broken_.holds(feed.at)) return;
    if (feed.kind != DeviceKind::busway && feed.kind != DeviceKind::pdu) {
      disagree(ref.at, fmt::format("racks hang on busways and PDUs, found '{}'", ref.id), feed.at,
               fmt::format("a {}", to_string(feed.kind)));
    } else if (feed.side != side) {
      disagree(ref.at, fmt::format("'{}' stands where the {} feed is named", ref.id, to_string(side)), feed.at,
               fmt::format("but is of side {}", to_string(feed.side)),
               feed.side == FeedSide::none ? fmt::format("add 'side: {}' to it", side == FeedSide::a ? "a" : "b")
                                           : "a pair is [A, B]");
    }
  }

  void check_row(const Row& row) {
    for (std::size_t i = 0; i < row.feeds.size(); ++i) {
      check_feed(row.feeds[i].a, FeedSide::a);
      check_feed(row.feeds[i].b, FeedSide::b);
      for (std::size_t j = 0; j < i; ++j) {
        const bool same = row.feeds[i].a.id == row.feeds[j].a.id && row.feeds[i].b.id == row.feeds[j].b.id;
        if (same)
          disagree(row.feeds[i].a.at, "this pair of feeds stands here a second time", row.feeds[j].a.at, "first here");
      }
    }
    const bool along_x = row.along == Axis::x;
    const bool faces_y = row.front == Side::south || row.front == Side::north;
    if (along_x != faces_y) {
      problems_.error(
          Rule::site_disagree, row.at,
          fmt::format("row '{}' runs along {} and cannot face {}", row.id, along_x ? "x" : "y", to_string(row.front)),
          along_x ? "front is south or north" : "front is west or east");
    }
  }

  void check_spare(Mark at, const std::string& id, int spare, std::size_t units) {
    if (static_cast<std::size_t>(spare) < units) return;
    problems_.error(Rule::site_range, at,
                    fmt::format("'{}': {} spare of {} units leaves none to run", id, spare, units));
  }

  /// A CDU inside a rack has the rack's place.
  void check_in_rack(const CduGroup& group) {
    if (group.type.index < 0) return;
    const Product<CduType>& type = site_.catalogue.cdus[static_cast<std::size_t>(group.type.index)];
    if (!type.body.in_rack) return;
    for (const Unit& unit : group.units) {
      if (!unit.x_m && !unit.y_m) continue;
      disagree(unit.at, fmt::format("'{}' has a place on the floor", unit.id), type.at,
               fmt::format("but {} stands inside a rack", type.id), "leave out 'x' and 'y'; one unit serves one rack");
    }
  }

  void check_ride_through(const CduGroup& group) {
    if (!group.ride_through) return;
    std::unordered_map<int, const RackCoolant*> seen;
    for (const RackCoolant& rack : group.ride_through->racks) {
      const auto [other, is_new] = seen.emplace(rack.type.index, &rack);
      if (!is_new) disagree(rack.type.at, fmt::format("'{}' is given twice", rack.type.id), other->second->at, "here");
      if (rack.trapped_m3 && rack.volume_m3 && rack.trapped_m3->value > rack.volume_m3->value) {
        disagree(rack.trapped_m3->at, fmt::format("{} are trapped", rack.trapped_m3->written), rack.volume_m3->at,
                 fmt::format("but the rack holds {}", rack.volume_m3->written), "'trapped' is a part of 'volume'");
      }
    }
  }

  /// Unit names appear in scenarios and reports without their group.
  void check_unit_names() {
    std::unordered_map<std::string, const Unit*> seen;
    const auto add = [&](const Unit& unit) {
      if (unit.x_m.has_value() != unit.y_m.has_value() && !broken_units_.holds(unit.at)) {
        problems_.error(Rule::site_missing_key, unit.at, fmt::format("'{}' has only one of 'x' and 'y'", unit.id),
                        "give both; without either it stands outside the hall");
      }
      const auto [other, is_new] = seen.emplace(unit.id, &unit);
      if (!is_new) disagree(unit.at, fmt::format("a second unit '{}'", unit.id), other->second->at, "first here");
    };
    for (const CduGroup& group : site_.cdu_groups) {
      for (const Unit& unit : group.units) add(unit);
    }
    for (const AirZone& zone : site_.air_zones) {
      for (const Unit& unit : zone.units) add(unit);
    }
  }

  void check_role(const Ref& ref, std::string_view role) {
    if (ref.index < 0) return;
    const std::string& found = site_.catalogue.racks[static_cast<std::size_t>(ref.index)].body.role;
    if (found == role) return;
    problems_.error(Rule::site_disagree, ref.at,
                    fmt::format("expected a {} rack, '{}' is a {} rack of the catalogue", role, ref.id, found));
  }

  void check_demand(const Demand& demand) {
    check_role(demand.compute, "compute");
    check_role(demand.network, "network");
    check_role(demand.management, "management");
    if (demand.network_racks > 0 && !demand.network.given()) {
      problems_.error(Rule::site_missing_key, demand.at,
                      fmt::format("'{}' wants network racks and needs 'network'", demand.id));
    }
    if (demand.units_per_management > 0 && !demand.management.given()) {
      problems_.error(Rule::site_missing_key, demand.at,
                      fmt::format("'{}' wants management racks and needs 'management'", demand.id));
    }
  }

  void check_pinned(const PinnedRack& rack) {
    check_feed(rack.feed_a, FeedSide::a);
    check_feed(rack.feed_b, FeedSide::b);
    if (rack.row.index < 0) return;
    const Row& row = site_.rows[static_cast<std::size_t>(rack.row.index)];
    if (rack.slot <= row.slots) return;
    problems_.add({Rule::site_range, rack.at,
                   fmt::format("slot {} of row '{}': the row has {}", rack.slot, row.id, row.slots), "",
                   Related{row.at, "the row"}, Severity::error});
  }

  const Site& site_;
  bool hall_is_sound_;
  bool code_is_read_;
  BrokenItems broken_;
  BrokenItems broken_units_;
  Diagnostics& problems_;
};

}  // namespace

void cross_check(const Site& site, Diagnostics& problems) { SiteChecker(site, problems).run(); }

}  // namespace hallplan
