#include "planner/search/integer/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "planner/search/relaxation.hpp"

namespace hallplan::search::integer {
namespace {

/// Solvers keep rows within 1e-7 or so; a limit is that much higher here, so that no placement that keeps it is lost.
constexpr double kOutward = 1e-7;

class Writing {
 public:
  Writing(const Model& model, const Classes& classes, Gain gain) : model_(model), classes_(classes) {
    out_.gain = gain;
  }

  Program run() {
    out_.model.name = "hall";
    find_step();
    needs_.resize(classes_.holds_units.size() * static_cast<std::size_t>(model_.types));
    for (std::size_t k = 0; k < model_.kinds.size(); ++k) add_kind(k);
    add_places();
    add_ways();
    add_links();
    for (std::size_t limit = 0; limit < classes_.limits.size(); ++limit) add_limit(limit);
    return std::move(out_);
  }

 private:
  int column(std::string name, double upper, double gain = 0) {
    return out_.model.add(mip::Column{std::move(name), 0, upper, gain, true});
  }

  void row(std::string name, double lower, double upper, std::vector<mip::Entry> entries, int limit = -1) {
    if (entries.empty()) return;
    out_.model.add(mip::Row{std::move(name), lower, upper, std::move(entries)});
    out_.limit_of_row.push_back(limit);
  }

  /// What the racks of a type that stand in a part of the hall are there for.
  std::vector<mip::Entry>& needs(std::size_t part, int type) {
    return needs_[part * static_cast<std::size_t>(model_.types) + static_cast<std::size_t>(type)];
  }

  void need(std::size_t part, int type, int of, double racks) {
    std::vector<mip::Entry>& entries = needs(part, type);
    const auto same = std::find_if(entries.begin(), entries.end(), [&](const mip::Entry& e) { return e.column == of; });
    if (same != entries.end()) {
      same->factor -= racks;  // a type that serves twice in one unit
    } else {
      entries.push_back({of, -racks});
    }
  }

  /// Of one compute rack.
  [[nodiscard]] std::int64_t worth(const Kind& kind) const { return out_.gain == Gain::value ? kind.value : 1; }

  void find_step() {
    std::int64_t step = 0;
    for (const PinnedUnit& unit : model_.pinned_units) {
      if (unit.missing_compute > 0) step = std::gcd(step, worth(model_.kinds[static_cast<std::size_t>(unit.kind)]));
    }
    for (const Kind& kind : model_.kinds) {
      if (open(kind)) step = std::gcd(step, kind.compute_racks * worth(kind));
    }
    out_.step = std::max<std::int64_t>(1, step);
  }

  /// Of so many compute racks, in the objective.
  [[nodiscard]] double gain_of(const Kind& kind, int racks) const {
    return static_cast<double>(racks * worth(kind)) / static_cast<double>(out_.step);
  }

  /// Units, the racks that complete pinned ones, and management racks, in each part of the hall.
  void add_kind(std::size_t k) {
    const Kind& kind = model_.kinds[k];
    out_.units.emplace_back(classes_.holds_units.size(), -1);
    out_.managing.emplace_back(classes_.holds_units.size(), -1);
    if (!open(kind)) return;
    int missing = 0;
    for (const PinnedUnit& unit : model_.pinned_units) {
      if (static_cast<std::size_t>(unit.kind) == k) missing += unit.missing_compute;
    }
    const int room = room_for(model_, kind);
    std::vector<mip::Entry> units, completing, managing;
    for (std::size_t part = 0; part < classes_.holds_units.size(); ++part) {
      if (classes_.holds_units[part] != 0 && room > 0) {
        const int unit = column(fmt::format("unit_{}_{}", k, part), room, gain_of(kind, kind.compute_racks));
        units.push_back({unit, 1});
        out_.units[k][part] = unit;
        need(part, kind.compute, unit, kind.compute_racks);
        if (kind.network >= 0) need(part, kind.network, unit, kind.network_racks);
      }
      if (missing > 0) {
        completing.push_back({column(fmt::format("missing_{}_{}", k, part), missing, gain_of(kind, 1)), 1});
        need(part, kind.compute, completing.back().column, 1);
      }
      if (kind.management >= 0 && kind.units_per_management > 0) {
        const auto most = static_cast<double>(model_.slots.size());
        managing.push_back({column(fmt::format("management_{}_{}", k, part), most), 1});
        need(part, kind.management, managing.back().column, 1);
        out_.managing[k][part] = managing.back().column;
      }
    }
    if (kind.management >= 0 && kind.units_per_management > 0) manage(k, room, units, managing);
    row(fmt::format("units_{}", k), kind.sure > 0 ? kind.sure : -mip::kInfinity, room, std::move(units));
    row(fmt::format("completing_{}", k), -mip::kInfinity, missing, std::move(completing));
  }

  /// Racks a management rack * (placed + pinned ones) >= units placed + pinned; nothing is asked where no unit is placed.
  void manage(std::size_t k, int room, const std::vector<mip::Entry>& units, const std::vector<mip::Entry>& managing) {
    const Kind& kind = model_.kinds[k];
    std::vector<mip::Entry> entries = units;
    for (const mip::Entry& entry : managing) {
      entries.push_back({entry.column, -static_cast<double>(kind.units_per_management)});
    }
    const double served = static_cast<double>(kind.units_per_management) * kind.pinned_management - kind.pinned_units;
    if (served < 0) {
      const int any = column(fmt::format("any_{}", k), 1);
      std::vector<mip::Entry> some = units;
      some.push_back({any, -static_cast<double>(room)});
      row(fmt::format("some_{}", k), -mip::kInfinity, 0, std::move(some));
      entries.push_back({any, -served});
    }
    row(fmt::format("managed_{}", k), -mip::kInfinity, std::max(0.0, served), std::move(entries));
  }

  void add_places() {
    for (std::size_t p = 0; p < classes_.places.size(); ++p) {
      const Place& place = classes_.places[p];
      const auto size = static_cast<double>(place.slots.size());
      std::vector<mip::Entry> all;
      out_.stand.emplace_back(static_cast<std::size_t>(model_.types), -1);
      for (int type = 0; type < model_.types; ++type) {
        if (place.usable[static_cast<std::size_t>(type)] == 0) continue;
        all.push_back({column(fmt::format("stand_{}_{}", p, type), size), 1});
        out_.stand.back()[static_cast<std::size_t>(type)] = all.back().column;
      }
      row(fmt::format("slots_{}", p), -mip::kInfinity, size, std::move(all));
    }
  }

  void add_ways() {
    for (std::size_t g = 0; g < classes_.groups.size(); ++g) {
      out_.connect.emplace_back();
      for (const int way : classes_.groups[g].ways) {
        out_.connect.back().push_back(column(fmt::format("connect_{}_{}", g, way), classes_.groups[g].slots));
      }
    }
  }

  /// Racks that stand are connected, and are as many as their part of the hall needs.
  void add_links() {
    std::vector<std::vector<mip::Entry>> connected(classes_.groups.size() * static_cast<std::size_t>(model_.types));
    const auto cell = [&](std::size_t group, int type) -> std::vector<mip::Entry>& {
      return connected[group * static_cast<std::size_t>(model_.types) + static_cast<std::size_t>(type)];
    };
    for (std::size_t p = 0; p < classes_.places.size(); ++p) {
      const auto group = static_cast<std::size_t>(classes_.places[p].group);
      for (int type = 0; type < model_.types; ++type) {
        const int stand = out_.stand[p][static_cast<std::size_t>(type)];
        if (stand >= 0) cell(group, type).push_back({stand, 1});
      }
    }
    for (std::size_t g = 0; g < classes_.groups.size(); ++g) {
      const Group& group = classes_.groups[g];
      for (int type = 0; type < model_.types; ++type) {
        std::vector<mip::Entry>& needed = needs(static_cast<std::size_t>(group.part), type);
        const std::vector<mip::Entry>& standing = cell(g, type);
        needed.insert(needed.end(), standing.begin(), standing.end());
      }
      for (std::size_t i = 0; i < group.ways.size(); ++i) {
        const int type = classes_.ways[static_cast<std::size_t>(group.ways[i])].type;
        cell(g, type).push_back({out_.connect[g][i], -1});
      }
      for (int type = 0; type < model_.types; ++type) row(fmt::format("link_{}_{}", g, type), 0, 0, cell(g, type));
    }
    for (std::size_t part = 0; part < classes_.holds_units.size(); ++part) {
      for (int type = 0; type < model_.types; ++type)
        row(fmt::format("need_{}_{}", part, type), 0, 0, needs(part, type));
    }
  }

  [[nodiscard]] std::vector<mip::Entry> takers(std::size_t limit) const {
    std::vector<mip::Entry> entries;
    const auto add = [&](int of, const std::vector<Share>& takes) {
      const auto at = std::lower_bound(takes.begin(), takes.end(), Share(static_cast<int>(limit), 0));
      if (of >= 0 && at != takes.end() && at->first == static_cast<int>(limit)) entries.push_back({of, at->second});
    };
    for (std::size_t g = 0; g < classes_.groups.size(); ++g) {
      const std::vector<int>& ways = classes_.groups[g].ways;
      for (std::size_t i = 0; i < ways.size(); ++i) {
        add(out_.connect[g][i], classes_.ways[static_cast<std::size_t>(ways[i])].takes);
      }
    }
    for (std::size_t p = 0; p < classes_.places.size(); ++p) {
      for (std::size_t type = 0; type < out_.stand[p].size(); ++type) {
        add(out_.stand[p][type], classes_.places[p].takes[type]);
      }
    }
    return entries;
  }

  /// The limit in racks that take most of it; and for each amount of at least half of that, whole numbers of racks: sum of
  /// floor(amount / a) x <= floor(free / a) (Chvatal 1973, the simplest of his cuts).
  void add_limit(std::size_t number) {
    const Limit& limit = classes_.limits[number];
    std::vector<mip::Entry> entries = takers(number);
    if (entries.empty()) return;
    const double free = limit.free + kOutward * std::abs(model_.rows[static_cast<std::size_t>(limit.row)].limit);
    double most = 0;
    std::set<double> amounts;
    for (const mip::Entry& entry : entries) most = std::max(most, entry.factor);
    for (const mip::Entry& entry : entries) {
      if (2 * entry.factor >= most) amounts.insert(entry.factor);
    }
    const int of = static_cast<int>(number);
    for (const double amount : amounts) {
      std::vector<mip::Entry> whole;
      for (const mip::Entry& entry : entries) {
        if (entry.factor >= amount) whole.push_back({entry.column, std::floor(entry.factor / amount)});
      }
      row(fmt::format("whole_{}_{}", number, out_.model.rows.size()), -mip::kInfinity, std::floor(free / amount),
          std::move(whole), of);
    }
    const bool all_alike = amounts.size() == 1 && std::all_of(entries.begin(), entries.end(),
                                                              [&](const mip::Entry& e) { return e.factor == most; });
    if (all_alike) return;
    for (mip::Entry& entry : entries) entry.factor /= most;
    row(fmt::format("limit_{}", number), -mip::kInfinity, free / most, std::move(entries), of);
  }

  const Model& model_;
  const Classes& classes_;
  std::vector<std::vector<mip::Entry>> needs_;  ///< by part, then type
  Program out_;
};

}  // namespace

Program program_of(const Model& model, const Classes& classes, Gain gain) {
  return Writing(model, classes, gain).run();
}

}  // namespace hallplan::search::integer
