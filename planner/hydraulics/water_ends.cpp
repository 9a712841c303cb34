#include "planner/hydraulics/water_ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr std::size_t kMostFlows = 4;

/// A rated flow of a site, and its name in words.
struct RatedFlow {
  Value* value = nullptr;
  std::string name;
};

/// The flow that counts of a bank's coils: the site's own, or its product's.
Value* flow_in(std::optional<CoilWater>& own, std::optional<CoilWater>& product) {
  if (own && own->flow_m3_per_s) return &*own->flow_m3_per_s;
  return product && product->flow_m3_per_s ? &*product->flow_m3_per_s : nullptr;
}

/// Those that are ranges, each once, in the order of the site's groups, zones and doors.
std::vector<RatedFlow> ranges_of(Site& site) {
  std::vector<RatedFlow> found;
  const auto add = [&](const Ref& loop, Value* value, std::string name) {
    const bool piped = loop.index >= 0 && site.loops[static_cast<std::size_t>(loop.index)].piping.has_value();
    if (!piped || value == nullptr || !value->disputed()) return;
    const bool is_known =
        std::any_of(found.begin(), found.end(), [&](const RatedFlow& one) { return one.value == value; });
    if (!is_known) found.push_back({value, std::move(name)});
  };
  for (const CduGroup& group : site.cdu_groups) {
    Product<CduType>& cdu = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)];
    if (cdu.body.facility) add(group.loop, &cdu.body.facility->flow_m3_per_s, "facility.flow of " + cdu.id);
  }
  for (AirZone& zone : site.air_zones) {
    AirUnitType& type = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
    add(zone.loop, flow_in(zone.water, type.water), "water.flow of " + zone.id);
  }
  for (RearDoors& doors : site.rear_doors) {
    RearDoorType& type = site.catalogue.rear_doors[static_cast<std::size_t>(doors.type.index)].body;
    add(doors.loop, flow_in(doors.water, type.water), "water.flow of " + doors.id);
  }
  return found;
}

/// With the flows whose bit is set at their high end, the others at their low one.
WaterEnd end_of(const Site& site, std::size_t high) {
  WaterEnd made{site, {}};
  std::vector<std::string> texts;
  std::size_t bit = 1;
  for (const RatedFlow& flow : ranges_of(made.site)) {
    Value& value = *flow.value;
    value.value = value.low = value.high = (high & bit) != 0 ? value.high : value.low;
    texts.push_back(fmt::format("{} at {}", flow.name, l_per_min(value.value)));
    bit <<= 1U;
  }
  made.text = join(texts, ", ");
  return made;
}

}  // namespace

WaterEnds water_ends(const Site& site) {
  WaterEnds made;
  // What is a range is asked of a copy only where anything may be: sites are large.
  const bool has_pipes = std::any_of(site.loops.begin(), site.loops.end(),
                                     [](const FacilityLoop& loop) { return loop.piping.has_value(); });
  if (!has_pipes) return made;
  Site copy = site;
  const std::vector<RatedFlow> flows = ranges_of(copy);
  if (flows.empty()) return made;
  std::vector<std::string> keys;
  for (const RatedFlow& flow : flows) {
    const Value& value = *flow.value;
    keys.push_back(
        fmt::format("{} ({} to {}, line {})", flow.name, l_per_min(value.low), l_per_min(value.high), value.at.line));
  }
  made.keys = join(keys, ", ");
  made.is_complete = flows.size() <= kMostFlows;
  const std::size_t all = (std::size_t{1} << flows.size()) - 1;
  for (std::size_t high = 0; high <= all; high += made.is_complete ? 1 : all) made.ends.push_back(end_of(site, high));
  return made;
}

namespace {

/// The checks of one rule, place and scenario, by the number of their end.
using OfEnds = std::vector<std::pair<std::size_t, const Check*>>;

Check merged(const WaterEnds& ends, const OfEnds& at_each) {
  const auto all = [&](Status status) {
    return std::all_of(at_each.begin(), at_each.end(), [&](const auto& one) { return one.second->status == status; });
  };
  const auto worst = std::min_element(at_each.begin(), at_each.end(),
                                      [](const auto& a, const auto& b) { return tighter(*a.second, *b.second); });
  const bool is_whole = at_each.size() == ends.ends.size() && ends.is_complete;
  if (is_whole && (all(Status::pass) || all(Status::fail))) return *worst->second;
  if (all(Status::undecided)) return *worst->second;
  std::vector<std::string> texts;
  for (const auto& [end, check] : at_each) {
    texts.push_back(fmt::format("{} with {}: {}", to_string(check->status), ends.ends[end].text, check->arithmetic));
  }
  // Without numbers: a margin that the site's policy takes off them would make a failure of it.
  const Check& of = *worst->second;
  return undecided({of.rule, of.where, of.scenario, of.dimension, of.source, {}, of.at},
                   fmt::format("it hangs on {}: {}", ends.keys, join(texts, "; ")));
}

}  // namespace

std::vector<Check> over_ends(const WaterEnds& ends, const std::vector<std::vector<Check>>& at_each) {
  using Subject = std::tuple<Rule, std::string, std::string>;
  std::map<std::pair<Subject, int>, std::size_t> place;
  std::vector<OfEnds> groups;
  for (std::size_t end = 0; end < at_each.size(); ++end) {
    std::map<Subject, int> seen;  // racks that stand on each other have the same place
    for (const Check& check : at_each[end]) {
      const Subject subject(check.rule, check.where, check.scenario);
      const auto found = place.emplace(std::pair(subject, seen[subject]++), groups.size());
      if (found.second) groups.emplace_back();
      groups[found.first->second].emplace_back(end, &check);
    }
  }
  std::vector<Check> out;
  out.reserve(groups.size());
  for (const OfEnds& group : groups) out.push_back(merged(ends, group));
  return out;
}

namespace {

using capacity::Part;
using capacity::Row;

/// Whether the rows of all parts are of the same limits, number by number.
bool are_alike(const std::vector<Part>& parts) {
  const std::vector<Row>& first = parts.front().rows;
  return std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    return std::equal(part.rows.begin(), part.rows.end(), first.begin(), first.end(), [](const Row& a, const Row& b) {
      return a.rule == b.rule && a.element == b.element && a.scenario == b.scenario;
    });
  });
}

/// What one rack of each choice takes of a row.
std::vector<double> amounts_of(const Part& part, std::size_t row) {
  std::vector<double> amounts;
  for (const std::vector<capacity::Term>& terms : part.terms) {
    const auto at = std::find_if(terms.begin(), terms.end(),
                                 [&](const capacity::Term& term) { return term.row == static_cast<int>(row); });
    amounts.push_back(at == terms.end() ? 0 : at->amount);
  }
  return amounts;
}

void add_row(Part& out, Row row, const std::vector<double>& amounts) {
  const int number = static_cast<int>(out.rows.size());
  out.rows.push_back(std::move(row));
  for (std::size_t c = 0; c < amounts.size(); ++c) {
    if (amounts[c] != 0) out.terms[c].push_back({number, amounts[c]});
  }
}

}  // namespace

Part over_ends(const std::vector<Part>& at_each) {
  Part out;
  out.terms.resize(at_each.front().terms.size());
  if (!are_alike(at_each)) {
    out = capacity::join(at_each);
    for (Row& row : out.rows) row.proves = false;
    return out;
  }
  for (std::size_t r = 0; r < at_each.front().rows.size(); ++r) {
    const auto left = [&](const Part& part) { return part.rows[r].limit - part.rows[r].base; };
    const auto by_left = [&](const Part& a, const Part& b) { return left(a) < left(b); };
    const auto [least, most] = std::minmax_element(at_each.begin(), at_each.end(), by_left);
    const std::vector<double> amounts = amounts_of(*least, r);
    const bool same_amounts =
        std::all_of(at_each.begin(), at_each.end(), [&](const Part& part) { return amounts_of(part, r) == amounts; });
    if (same_amounts && left(*least) == left(*most)) {
      add_row(out, least->rows[r], amounts);
      continue;
    }
    if (!same_amounts) {
      for (const Part& part : at_each) {
        add_row(out, part.rows[r], amounts_of(part, r));
        out.rows.back().proves = false;
      }
      continue;
    }
    add_row(out, least->rows[r], amounts);
    out.rows.back().proves = false;
    if (!most->rows[r].proves) continue;
    add_row(out, most->rows[r], amounts);
    out.rows.back().scenario += ", at most";
  }
  return out;
}

}  // namespace hallplan::hydraulics
