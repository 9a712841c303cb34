#include "planner/search/bound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/search/relaxation.hpp"
#include "planner/search/weights.hpp"

namespace hallplan::search {
namespace {

/// What rows take and leave are differences, of temperatures too.
std::string amount(Dimension dimension, double si) {
  const FieldQuantity field = to_field_difference(dimension, si);
  const std::string digits =
      std::abs(field.value) >= 1000 ? fmt::format("{:.0f}", field.value) : fmt::format("{:.4g}", field.value);
  return fmt::format("{}{}{}", digits, field.unit.empty() ? "" : " ", field.unit);
}

class Bounding {
 public:
  explicit Bounding(const Model& model) : model_(model), free_(free_of(model)), allowed_(allowed_wires(model, free_)) {}

  Bound run() {
    best_.racks = model_.pinned_compute + most_wanted(model_);
    best_.by = wanted_words();
    if (model_.valued) start_value();
    floor_space();
    unconnectable();
    each_row_alone();
    rows_of_a_rule();
    weighted_rows();
    best_.racks = std::max(best_.racks, model_.pinned_compute);
    if (model_.valued) best_.value = std::max(best_.value, model_.pinned_value);
    return best_;
  }

 private:
  /// Takes a lower bound; true when it is one.
  bool take(int new_compute, const std::string& by) {
    const int racks = model_.pinned_compute + new_compute;
    if (racks >= best_.racks) return false;
    best_.racks = racks;
    best_.by = by;
    return true;
  }

  /// The same limit in racks and, where demands differ in it, in value.
  bool take_limit(double capacity, const std::vector<double>& cost, const std::string& by) {
    weigh(capacity, cost);
    return take(most_compute(model_, capacity, cost), by);
  }

  void weigh(double capacity, const std::vector<double>& cost) {
    if (!model_.valued) return;
    best_.value = std::min(best_.value, model_.pinned_value + most_value(model_, capacity, cost));
  }

  void start_value() {
    const std::vector<double> nothing(static_cast<std::size_t>(model_.types), 0);
    best_.value = model_.pinned_value + most_value(model_, 0, nothing);
  }

  [[nodiscard]] std::string wanted_words() const {
    std::vector<std::string> words;
    bool by_space = false;
    const bool some = std::any_of(model_.kinds.begin(), model_.kinds.end(),
                                  [](const Kind& kind) { return open(kind) && kind.wanted > 0; });
    for (const Kind& kind : model_.kinds) {
      if (!open(kind) || (some && kind.wanted == 0)) continue;
      by_space = by_space || room_for(model_, kind) < kind.wanted - kind.pinned_units;
      words.push_back(fmt::format("{} scalable {} of {}", kind.wanted, kind.wanted == 1 ? "unit" : "units",
                                  racks_words(kind.compute_racks)));
    }
    if (by_space || words.empty()) return space_words();
    return "the demand: " + join(words, ", ");
  }

  [[nodiscard]] std::string space_words() const {
    std::string words = fmt::format("floor space: {} {} to place racks in", model_.slots.size(),
                                    model_.slots.size() == 1 ? "slot" : "slots");
    if (model_.slots.empty()) words += refused_words(0, static_cast<int>(model_.refused.size()));
    return words;
  }

  /// The rule that keeps types from `first` on before `last` out of most slots, in its words.
  [[nodiscard]] std::string refused_words(int first, int last) const {
    std::pair<Rule, int> most = {Rule::layout_slot, 0};
    for (int type = first; type < std::min(last, static_cast<int>(model_.refused.size())); ++type) {
      for (const auto& [rule, slots] : model_.refused[static_cast<std::size_t>(type)]) {
        if (slots > most.second) most = {rule, slots};
      }
    }
    if (most.second == 0) return {};
    return fmt::format("; {} refused by {} ({})", most.second, rule_id(most.first), rule_demand(most.first));
  }

  void floor_space() {
    std::vector<double> everywhere(static_cast<std::size_t>(model_.types), 1);
    take_limit(static_cast<double>(model_.slots.size()), everywhere, space_words());
    for (int type = 0; type < model_.types; ++type) {
      int count = 0, too_weak = 0;
      std::string weak_words;  // of the first slot whose floor does not carry one alone
      for (int slot = 0; slot < static_cast<int>(model_.slots.size()); ++slot) {
        const Spot& spot = model_.spot(slot, type);
        if (!spot.usable) continue;
        const std::string words = excluded_words(spot.terms);
        count += words.empty() ? 1 : 0;
        too_weak += words.empty() ? 0 : 1;
        if (weak_words.empty()) weak_words = words;
      }
      std::string why = count == 0 ? refused_words(type, type + 1) : "";
      if (too_weak > 0) why += fmt::format("; {} {} none: {}", too_weak, too_weak == 1 ? "takes" : "take", weak_words);
      std::vector<double> cost(static_cast<std::size_t>(model_.types), 0);
      cost[static_cast<std::size_t>(type)] = 1;
      take_limit(count, cost,
                 fmt::format("floor space: {} {} that rack type {} fits{}", count, count == 1 ? "slot" : "slots",
                             type_name(type), why));
    }
    neighbourhoods();
  }

  [[nodiscard]] std::string type_name(int type) const {
    return model_.type_names.empty() ? std::to_string(type) : model_.type_names[static_cast<std::size_t>(type)];
  }

  /// A type that cannot be connected anywhere, not even alone: no unit that needs it.
  void unconnectable() {
    for (int type = 0; type < model_.types; ++type) {
      std::string reason = "no row offers feeds and a CDU group for " + type_name(type);
      bool possible = false;
      for (std::size_t i = 0; i < model_.wires.size(); ++i) {
        if (model_.wires[i].type != type) continue;
        possible = possible || allowed_[i] != 0;
        if (allowed_[i] == 0)
          reason = "no room for one " + type_name(type) + ": " + excluded_words(model_.wires[i].terms);
      }
      if (possible) continue;
      std::vector<double> cost(static_cast<std::size_t>(model_.types), 0);
      cost[static_cast<std::size_t>(type)] = 1;
      take_limit(0, cost, reason);
    }
  }

  /// Of what a rack fails wherever it hangs: how an owner says that he lives with it, as only a warning lets it in.
  [[nodiscard]] static std::string lived_with(Rule rule) {
    const bool of_the_rack = rule == Rule::power_shelf || rule == Rule::power_tap_off || rule == Rule::power_feeds;
    return of_the_rack ? fmt::format(", or 'policy.warnings: [{}]' to live with it", rule_id(rule)) : std::string();
  }

  /// The row that a wire, or a place, breaks alone; empty where it breaks none.
  [[nodiscard]] std::string excluded_words(const std::vector<capacity::Term>& terms) const {
    for (const capacity::Term& term : terms) {
      const auto r = static_cast<std::size_t>(term.row);
      if (term.amount <= free_[r]) continue;
      const capacity::Row& row = model_.rows[r];
      if (row.dimension == Dimension::count && row.limit <= 0) {  // a yes-or-no rule: no amount would help
        return fmt::format("{}: it takes {}{}", row_name(row), row.unit_one_buys, lived_with(row.rule));
      }
      return fmt::format("{}: {} left, {} for one", row_name(row), amount(row.dimension, std::max(0.0, free_[r])),
                         amount(row.dimension, term.amount));
    }
    return {};
  }

  [[nodiscard]] static std::string row_name(const capacity::Row& row) {
    std::string words = fmt::format("{} ({})", row.element, rule_id(row.rule));
    if (row.scenario != "normal") words += " with " + row.scenario;
    return words;
  }

  /// Units cannot reach over gaps longer than a cable: whole units in each part of the hall that cables connect. Only for one
  /// kind of unit, with cables, none of it pinned.
  void neighbourhoods() {
    const Kind* only = the_cabled_kind(model_);
    if (only == nullptr) return;
    const int racks = only->compute_racks + only->network_racks;
    int units = 0;
    for (const int slots : connected_slots(model_, *only)) units += slots / racks;
    take(std::min(units, room_for(model_, *only)) * only->compute_racks,
         fmt::format("cable reach: {} scalable units in the parts of the hall that cables connect", units));
  }

  void try_weights(const Weights& weights, const std::string& by) {
    const Relaxed relaxed = relax(model_, free_, allowed_, weights);
    take_limit(relaxed.capacity, relaxed.rack_cost, by);
  }

  /// Only rows that every way to connect a rack touches bound anything alone.
  void each_row_alone() {
    const std::vector<std::vector<double>> least = least_terms(model_, allowed_);
    for (std::size_t r = 0; r < model_.rows.size(); ++r) {
      if (!std::isfinite(free_[r])) continue;
      const double capacity = std::max(0.0, free_[r]);
      take_limit(capacity, least[r], row_words(r, capacity, least[r]));
    }
  }

  /// What the limit lacks for one unit more than it bounds the hall to, by the same reckoning; 0 where no capacity lets more in.
  [[nodiscard]] double short_of_one_more(double capacity, const std::vector<double>& cost) const {
    const int now = most_compute(model_, capacity, cost);
    double high = 1;  // of anything in SI
    for (const double each : cost) high = std::max(high, std::isfinite(each) ? each : 0);
    constexpr double kFar = 1e6;
    double low = 0;
    const double far = kFar * high;
    while (high < far && most_compute(model_, capacity + high, cost) <= now) {
      low = high;
      high *= 2;
    }
    if (high >= far) return 0;
    constexpr int kBisections = 60;
    for (int i = 0; i < kBisections; ++i) {
      const double middle = 0.5 * (low + high);
      (most_compute(model_, capacity + middle, cost) > now ? high : low) = middle;
    }
    return high;
  }

  /// "enough for 1 unit": what a limit bounds the hall to, by itself.
  [[nodiscard]] std::string units_words(double capacity, const std::vector<double>& cost) const {
    const int racks = most_compute(model_, capacity, cost);
    const auto is_open = [&](const Kind& kind) { return open(kind); };
    const bool is_one = std::count_if(model_.kinds.begin(), model_.kinds.end(), is_open) == 1;
    const auto only = std::find_if(model_.kinds.begin(), model_.kinds.end(), is_open);
    if (!is_one || only->compute_racks <= 0 || racks % only->compute_racks != 0) {
      return "enough for " + racks_words(racks);
    }
    const int units = racks / only->compute_racks;
    return fmt::format("enough for {} {}", units, units == 1 ? "unit" : "units");
  }

  [[nodiscard]] static std::string racks_words(int racks) {
    return fmt::format("{} compute {}", racks, racks == 1 ? "rack" : "racks");
  }

  [[nodiscard]] std::string row_words(std::size_t r, double capacity, const std::vector<double>& cost) const {
    const capacity::Row& row = model_.rows[r];
    std::string words = fmt::format("{}: {} for racks to be placed", row_name(row), amount(row.dimension, capacity));
    const bool several = std::count_if(model_.kinds.begin(), model_.kinds.end(), open) > 1;
    for (const Kind& kind : model_.kinds) {
      if (!open(kind)) continue;
      double unit = kind.compute_racks * cost[static_cast<std::size_t>(kind.compute)];
      if (kind.network >= 0) unit += kind.network_racks * cost[static_cast<std::size_t>(kind.network)];
      if (!std::isfinite(unit)) continue;  // it cannot be connected at all
      const std::string of_which = several ? fmt::format(" of {}", racks_words(kind.compute_racks)) : std::string();
      std::string each = fmt::format(", {} at least for a scalable unit{}", amount(row.dimension, unit), of_which);
      if (kind.management >= 0 && cost[static_cast<std::size_t>(kind.management)] > 0) {
        each +=
            fmt::format(" and {} for a management rack of {}",
                        amount(row.dimension, cost[static_cast<std::size_t>(kind.management)]),
                        kind.units_per_management == 1 ? "each" : fmt::format("each {}", kind.units_per_management));
      }
      if (words.find(each) == std::string::npos) words += each;
    }
    const double short_by = short_of_one_more(capacity, cost);
    if (short_by > 0)
      words += fmt::format(": {}, {} short of one more", units_words(capacity, cost), amount(row.dimension, short_by));
    return words;
  }

  /// The rows of a rule added up: in normal running, and each element in the scenario in which a rack takes most of it.
  void rows_of_a_rule() {
    std::map<Rule, std::vector<std::size_t>> normal;
    std::map<Rule, std::map<std::string, std::size_t>> worst;
    const std::vector<double> share = largest_share(model_, free_, allowed_);
    for (std::size_t r = 0; r < model_.rows.size(); ++r) {
      if (!std::isfinite(free_[r]) || share[r] <= 0) continue;
      const capacity::Row& row = model_.rows[r];
      if (row.scenario == "normal") normal[row.rule].push_back(r);
      const auto [at, is_new] = worst[row.rule].try_emplace(row.element, r);
      if (!is_new && share[r] > share[at->second]) at->second = r;
    }
    for (const auto& [rule, rows] : normal) {
      try_weights(sum_of(rows), fmt::format("all {} elements of {} together", rows.size(), rule_id(rule)));
    }
    for (const auto& [rule, elements] : worst) {
      std::vector<std::size_t> rows;
      for (const auto& [element, row] : elements) rows.push_back(row);
      try_weights(sum_of(rows),
                  fmt::format("all {} elements of {} together, each in its worst case", rows.size(), rule_id(rule)));
    }
  }

  [[nodiscard]] Weights sum_of(const std::vector<std::size_t>& rows) const {
    Weights weights = no_weights(model_);
    for (const std::size_t row : rows) weights.row[row] = 1;
    return weights;
  }

  void weighted_rows() {
    const Weights weights = priced_weights(model_, free_, allowed_);
    const Relaxed relaxed = relax(model_, free_, allowed_, weights);
    weigh(relaxed.capacity, relaxed.rack_cost);
    if (model_.valued) {
      const Relaxed of_value = relax(model_, free_, allowed_, priced_weights(model_, free_, allowed_, Gain::value));
      weigh(of_value.capacity, of_value.rack_cost);
    }
    const int racks = most_compute(model_, relaxed.capacity, relaxed.rack_cost);
    if (model_.pinned_compute + racks < best_.racks) take(racks, weighted_words(weights));
  }

  /// The rows, or the floor space, that carry most of a weighted sum.
  [[nodiscard]] std::string weighted_words(const Weights& weights) const {
    std::vector<std::pair<double, std::string>> parts;
    double space = 0;
    for (std::size_t row = 0; row < weights.site_row.size(); ++row) space += weights.site_row[row];
    if (space > 0) parts.push_back({-slots_times(model_, weights), "floor space"});
    for (std::size_t r = 0; r < weights.row.size(); ++r) {
      if (weights.row[r] <= 0) continue;
      const capacity::Row& row = model_.rows[r];
      parts.push_back(
          {-weights.row[r] * free_[r], row.element + (row.scenario == "normal" ? "" : " with " + row.scenario)});
    }
    std::sort(parts.begin(), parts.end());
    const std::size_t named = std::min<std::size_t>(parts.size(), 3);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < named; ++i) names.push_back(parts[i].second);
    return "several limits together, first of all " + join(names, ", ");
  }

  const Model& model_;
  std::vector<double> free_;
  std::vector<char> allowed_;
  Bound best_;
};

}  // namespace

namespace {

/// What is asked of units by rules that fail no plan is not asked: each compute rack counts by itself, without network or management racks,
/// delivered or not.
Model without_warned(const Model& model) {
  constexpr long long kMost = std::numeric_limits<int>::max() / 4;
  Model out = model;
  for (std::size_t k = 0; k < out.kinds.size(); ++k) {
    Kind& kind = out.kinds[k];
    if (model.lived_with.undelivered) kind.wanted = kind.ordered;
    if (model.lived_with.missing_managers || model.lived_with.loose_racks) {
      kind.management = -1;
      kind.units_per_management = 0;
    }
    if (!model.lived_with.loose_racks || !open(kind)) continue;
    const auto in_racks = [&](int units) {
      return static_cast<int>(std::min(kMost, static_cast<long long>(units) * model.kinds[k].compute_racks));
    };
    kind.wanted = in_racks(kind.wanted);
    kind.sure = in_racks(kind.sure);
    kind.pinned_units = in_racks(kind.pinned_units);
    for (const PinnedUnit& unit : out.pinned_units) {
      if (unit.kind == static_cast<int>(k)) kind.pinned_units -= unit.missing_compute;
    }
    kind.compute_racks = 1;
    kind.network = -1;
    kind.network_racks = 0;
  }
  if (model.lived_with.loose_racks) out.pinned_units.clear();
  return out;
}

}  // namespace

Bound bound_of(const Model& model) {
  return model.lived_with.any() ? Bounding(without_warned(model)).run() : Bounding(model).run();
}

std::optional<Model> where_due_stands(const Model& model) {
  if (std::count_if(model.kinds.begin(), model.kinds.end(), open) < 2) return std::nullopt;
  Model out = model;
  bool any = false;
  for (Kind& kind : out.kinds) {
    if (open(kind)) kind.sure = std::clamp(kind.due - kind.pinned_units, 0, room_for(model, kind));
    any = any || kind.sure > 0;
  }
  return any ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace hallplan::search
