#include "tests/search/instance.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "planner/search/bound.hpp"
#include "planner/search/greedy.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "tests/search/halls.hpp"

namespace hallplan::search {
namespace {

using Json = nlohmann::json;

enum Type { gb200, gb300, aux };
constexpr const char* kTypes[] = {"gb200", "gb300", "aux"};
constexpr int kHalf = 5;           ///< slots of half a scalable unit: 4 GPU racks and a network rack
constexpr int kHalvesManaged = 4;  ///< halves that one management rack serves
constexpr double kCableFixed_m = 3;

/// Segments stand apart by more than any cable, so that a half stays in one.
constexpr long long kApart = 1'000'000;
constexpr long long kReach = 100'000;

template <class T>
T last(const Json& by_phase) {
  return by_phase.back().get<T>();
}

class Reading {
 public:
  Reading(const Json& json, std::vector<std::size_t> spine) : json_(json), spine_(std::move(spine)) {}

  Model model() {
    model_.types = 3;
    model_.site_type = {gb200, gb300, aux};
    model_.type_names = {kTypes[0], kTypes[1], kTypes[2]};
    model_.site_rows = static_cast<int>(json_["segments"].size());
    model_.reach = kReach;
    add_kinds();
    add_limits();
    add_segments();
    model_.pinned_use.assign(model_.rows.size(), 0);
    finish(model_);
    return std::move(model_);
  }

 private:
  void add_kinds() {
    for (const Type type : {gb200, gb300}) {
      Kind kind;
      kind.compute = type;
      kind.network = kind.management = aux;
      kind.compute_racks = 4;
      kind.network_racks = 1;
      kind.units_per_management = kHalvesManaged;
      kind.wanted = 2 * last<int>(json_["supply_su_cumulative"][kTypes[type]]);
      model_.kinds.push_back(kind);
    }
  }

  int add_row(Rule rule, std::string element, std::string scenario, double limit) {
    capacity::Row row{rule, std::move(element), std::move(scenario), "more", Dimension::power, limit, 0};
    model_.rows.push_back(std::move(row));
    return static_cast<int>(model_.rows.size()) - 1;
  }

  void add_limits() {
    const Json& feeds = json_["feeds"];
    double old_kw = 0;
    for (std::size_t f = 0; f < feeds.size(); ++f) {
      const double old = last<double>(feeds[f]["old_load_kw"]);
      old_kw += old;
      feed_rows_.push_back(
          add_row(Rule::power_busway, "feed " + std::to_string(f), "normal", feeds[f]["limit_kw"].get<double>() - old));
    }
    add_ups();
    utility_ =
        add_row(Rule::power_utility, "utility", "normal", last<double>(json_["utility_limit_kw_by_phase"][0]) - old_kw);
    for (std::size_t g = 0; g < json_["cdu_unit_kw"].size(); ++g) {
      const int units = last<int>(json_["cdu_units_by_phase"][g]) - 1;
      group_rows_.push_back(add_row(Rule::liquid_cdu_heat, "group " + std::to_string(g), "1 unit lost",
                                    units * json_["cdu_unit_kw"][g].get<double>()));
    }
    for (std::size_t l = 0; l < json_["loop_limit_kw"].size(); ++l) {
      loop_rows_.push_back(add_row(Rule::liquid_rejection, "loop " + std::to_string(l), "normal",
                                   json_["loop_limit_kw"][l].get<double>()));
    }
    for (std::size_t z = 0; z < json_["air_limit_kw_by_phase"].size(); ++z) {
      zone_rows_.push_back(
          add_row(Rule::air_heat, "zone " + std::to_string(z), "normal",
                  last<double>(json_["air_limit_kw_by_phase"][z]) - last<double>(json_["air_old_kw_by_phase"][z])));
    }
  }

  /// A row for every (lost, survivor) of a cluster, and what of a feed's load it takes.
  void add_ups() {
    const Json& cluster = json_["ups_cluster"];
    ups_shares_.resize(json_["feeds"].size());
    for (std::size_t lost = 0; lost < cluster.size(); ++lost) {
      for (std::size_t left = 0; left < cluster.size(); ++left) {
        if (lost == left || cluster[lost] != cluster[left]) continue;
        double old_kw = 0;
        const int row = static_cast<int>(model_.rows.size());
        for (std::size_t f = 0; f < ups_shares_.size(); ++f) {
          const Json& feed = json_["feeds"][f];
          const auto a = feed["ups"][0].get<std::size_t>();
          const auto b = feed["ups"][1].get<std::size_t>();
          const double share = a != left && b != left ? 0 : a == lost || b == lost ? 1 : 0.5;
          if (share > 0) ups_shares_[f].push_back({row, share});
          old_kw += share * last<double>(feed["old_load_kw"]);
        }
        add_row(Rule::power_ups, "ups " + std::to_string(left), "ups " + std::to_string(lost) + " lost",
                last<double>(json_["ups_limit_kw_by_phase"][left]) - old_kw);
      }
    }
  }

  [[nodiscard]] bool within_spine(const Json& segment) const {
    return std::any_of(spine_.begin(), spine_.end(), [&](std::size_t site) {
      const Json& place = json_["spine_sites_m"][site];
      const double dx_m = std::abs(segment["x_m"].get<double>() - place[0].get<double>());
      const double dy_m = std::abs(segment["y_m"].get<double>() - place[1].get<double>());
      return dx_m + dy_m + kCableFixed_m <= json_["max_cable_m"].get<double>();
    });
  }

  void add_segments() {
    const Json& segments = json_["segments"];
    for (std::size_t s = 0; s < segments.size(); ++s) {
      const Json& segment = segments[s];
      const int floor = add_row(Rule::layout_floor_bay, "segment " + std::to_string(s), "normal",
                                segment["floor_limit_kg"].get<double>());
      const bool reached = within_spine(segment);
      for (int slot = 0; slot < segment["slots"].get<int>(); ++slot) {
        const Point centre = {1200LL * slot, kApart * static_cast<long long>(s)};
        model_.slots.push_back({static_cast<int>(s), slot, static_cast<int>(s), centre});
        for (int type = 0; type < 3; ++type) {
          Spot spot;
          spot.usable = type == aux || reached;
          spot.centre = centre;
          spot.terms = {{floor, json_["rack_kg"][kTypes[type]].get<double>()}};
          model_.spots.push_back(std::move(spot));
        }
      }
      for (int type = 0; type < 3; ++type) add_wires(static_cast<int>(s), segment, type);
    }
  }

  void add_wires(int segment_number, const Json& segment, int type) {
    const double rack_kw = json_["rack_kw"][kTypes[type]].get<double>();
    const double liquid_kw = rack_kw * json_["liquid_share"][kTypes[type]].get<double>();
    const std::vector<std::size_t> none = {model_.rows.size()};
    const auto groups = type == aux ? none : segment["cdu_groups"].get<std::vector<std::size_t>>();
    for (const auto feed : segment["feeds"].get<std::vector<std::size_t>>()) {
      for (const std::size_t group : groups) {
        Wire wire;
        wire.type = type;
        wire.row = segment_number;
        wire.terms.push_back({feed_rows_[feed], rack_kw});
        for (const auto& [row, share] : ups_shares_[feed]) wire.terms.push_back({row, share * rack_kw});
        wire.terms.push_back({utility_, rack_kw});
        if (type != aux) {
          wire.terms.push_back({group_rows_[group], liquid_kw});
          wire.terms.push_back({loop_rows_[json_["cdu_loop"][group].get<std::size_t>()], liquid_kw});
        }
        wire.terms.push_back({zone_rows_[segment["air_zone"].get<std::size_t>()], rack_kw - liquid_kw});
        std::sort(wire.terms.begin(), wire.terms.end(),
                  [](const capacity::Term& a, const capacity::Term& b) { return a.row < b.row; });
        model_.wires.push_back(std::move(wire));
      }
    }
  }

  const Json& json_;
  std::vector<std::size_t> spine_;
  Model model_;
  std::vector<int> feed_rows_, group_rows_, loop_rows_, zone_rows_;
  std::vector<std::vector<std::pair<int, double>>> ups_shares_;  ///< by feed
  int utility_ = 0;
};

/// All ways to choose so many of `count`.
std::vector<std::vector<std::size_t>> subsets(std::size_t count, std::size_t chosen) {
  if (chosen == 0) return {{}};
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t top = chosen - 1; top < count; ++top) {
    for (std::vector<std::size_t> rest : subsets(top, chosen - 1)) {
      rest.push_back(top);
      out.push_back(std::move(rest));
    }
  }
  return out;
}

/// The first connections of a kind that hold a whole unit's racks there, all on one feed and one group: by number of the wire
/// among those of its segment.
bool put_on_one(State& state, const Kind& kind, const std::vector<int>& slots, std::size_t feed_and_group) {
  std::vector<Member> members;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const bool compute = static_cast<int>(i) < kind.compute_racks;
    const int type = compute ? kind.compute : kind.network;
    const std::vector<int>& wires = state.model().wires_at(slots[i], type);
    // Auxiliary racks have no group: as many wires as feeds.
    const std::size_t ways = state.model().wires_at(slots[0], kind.compute).size();
    const std::size_t number = compute ? feed_and_group : feed_and_group * wires.size() / ways;
    const Member member{slots[i], type, wires[number]};
    if (!state.can_add(member)) {
      for (const Member& added : members) state.remove(added);
      return false;
    }
    state.add(member);
    members.push_back(member);
  }
  Unit unit;
  unit.compute = kind.compute_racks;
  unit.members = std::move(members);
  state.keep(std::move(unit));
  return true;
}

bool put_aux(State& state, const Kind& kind) {
  for (int slot = 0; slot < static_cast<int>(state.model().slots.size()); ++slot) {
    for (const int wire : state.model().wires_at(slot, kind.management)) {
      const Member member{slot, kind.management, wire};
      if (!state.can_add(member)) continue;
      state.add(member);
      state.keep_management(0, member);
      return true;
    }
  }
  return false;
}

int straight_rows(const Model& model) {
  State state(model);
  int managed = 0;
  for (int k = static_cast<int>(model.kinds.size()) - 1; k >= 0; --k) {  // the newer generation first
    Kind whole = model.kinds[static_cast<std::size_t>(k)];
    whole.compute_racks *= 2;
    whole.network_racks *= 2;
    int units = whole.wanted / 2;
    const int size = whole.compute_racks + whole.network_racks;
    for (int first = 0; first + size <= static_cast<int>(model.slots.size()) && units > 0;) {
      std::vector<int> slots(static_cast<std::size_t>(size));
      std::iota(slots.begin(), slots.end(), first);
      const bool one_run =
          model.slots[static_cast<std::size_t>(first)].run == model.slots[static_cast<std::size_t>(slots.back())].run;
      bool stands = false;
      const std::size_t ways = model.wires_at(first, whole.compute).size();
      for (std::size_t way = 0; one_run && !stands && way < ways; ++way) {
        stands = put_on_one(state, whole, slots, way);
      }
      if (!stands) {
        ++first;
        continue;
      }
      if (++managed % 2 == 1 && !put_aux(state, whole)) {  // no room to manage it: that is the end
        state.drop_unit(static_cast<int>(state.units().size()) - 1);
        return state.compute();
      }
      --units;
      first += size;
    }
  }
  return state.compute();
}

}  // namespace

Instance read_instance(const std::string& name) {
  const std::string path = HALLPLAN_SOURCE_DIR "/tests/data/instances/" + name + ".json";
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("cannot read " + path);
  const Json json = Json::parse(stream);
  Instance instance;
  instance.name = name;
  const auto rooms = json["max_spine_rooms"].get<std::size_t>();
  for (std::vector<std::size_t>& chosen : subsets(json["spine_sites_m"].size(), rooms)) {
    instance.choices.push_back(Reading(json, std::move(chosen)).model());
  }
  return instance;
}

Found search_instance(const Instance& instance, const Options& options) {
  Found found;
  for (const Model& model : instance.choices) {
    const Bound bound = bound_of(model);
    found.bound = std::max(found.bound, bound.racks);
    if (bound.racks <= found.racks) continue;
    found.racks = std::max(found.racks, improve(model, bound, options).best.compute());
  }
  return found;
}

int straight_rows(const Instance& instance) {
  int racks = 0;
  for (const Model& model : instance.choices) racks = std::max(racks, straight_rows(model));
  return racks;
}

int greedy_racks(const Instance& instance) {
  int racks = 0;
  for (const Model& model : instance.choices) {
    State state(model);
    Random random(1);
    (void)fill(state, {Order::straight, false, Wiring::balance}, random, [] { return false; });
    racks = std::max(racks, state.compute());
  }
  return racks;
}

std::string fault_of_best(const Model& model, const Options& options) {
  const Outcome outcome = improve(model, bound_of(model), options);
  for (const Unit& unit : outcome.best.units()) {
    for (const Member& member : unit.members) {
      if (model.slots[static_cast<std::size_t>(member.slot)].row !=
          model.slots[static_cast<std::size_t>(unit.members.front().slot)].row) {
        return "a half stands in two segments";
      }
    }
  }
  return fault_of(model, outcome.best);
}

}  // namespace hallplan::search
