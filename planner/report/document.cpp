#include "planner/report/document.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "planner/plan/write.hpp"
#include "planner/report/document_parts.hpp"
#include "planner/site/normal_sources.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/refused_space.hpp"

namespace hallplan::report {
namespace {

/// True for what is used up bit by bit. Of a temperature, a length or a count of things no share is "used".
bool adds_up(Dimension dimension) {
  switch (dimension) {
    case Dimension::temperature:
    case Dimension::temperature_difference:
    case Dimension::length:
    case Dimension::fraction:
    case Dimension::count:
      return false;
    default:
      return true;
  }
}

}  // namespace

Json check_part(const Check& check, const SourceFiles& files) {
  // What could not be computed has no numbers; what is undecided because its error exceeds its margin has.
  const bool no_numbers = check.status == Status::undecided && check.limit == 0 && check.value == 0;
  const auto shown = [&](double si) { return no_numbers ? Json(nullptr) : in_field_unit(check.dimension, si); };
  Json out;
  out["rule"] = rule_id(check.rule);
  out["where"] = check.where;
  out["scenario"] = check.scenario;
  if (!check.phase.empty()) out["phase"] = check.phase;
  out["limit"] = shown(check.limit);
  out["value"] = shown(check.value);
  out["unit"] = to_field(check.dimension, 0).unit;
  out["margin"] = shown(check.margin);
  out["status"] = check.warning ? "warning" : to_string(check.status);
  out["source"] = check.source;
  out["error"] = shown(check.error);
  const bool at_least = check.sense == Sense::at_least;
  out["holds_when"] = at_least ? "value >= limit" : "value <= limit";
  const bool shares = adds_up(check.dimension) && !no_numbers && !at_least && !verdict::is_partial(check);
  out["utilisation"] = shares ? number(utilisation(check)) : Json(nullptr);
  if (verdict::is_partial(check)) out["partial"] = true;
  out["arithmetic"] = check.arithmetic;
  out["place"] = place_of(check.at, files);
  return out;
}

namespace {

Json domains_part(const verdict::Verdict& verdict) {
  Json out = Json::object();
  for (const verdict::DomainStatus& domain : verdict.domains) out[domain.domain] = to_string(domain.status);
  return out;
}

Json counts_part(const verdict::Verdict& verdict) {
  Json out = Json::object();
  for (const verdict::DomainStatus& domain : verdict.domains) {
    out[domain.domain] = {{"passed", domain.passed}, {"failed", domain.failed}, {"undecided", domain.undecided}};
    if (domain.warnings > 0) out[domain.domain]["warnings"] = domain.warnings;
  }
  return out;
}

Json steering_part(const Steering& steering) {
  Json out;
  out["helped"] = steering.helped;
  out["failed_before"] = steering.failed_before;
  out["plans_tried"] = steering.tried;
  out["racks_before"] = steering.racks_before;
  out["racks_left_out"] = steering.left_out;
  out["racks_moved"] = steering.moved;
  out["rules"] = Json::array();
  for (const Rule rule : steering.rules) out["rules"].push_back(rule_id(rule));
  return out;
}

/// Of racks that the plan may retire: how many stay, and how many go by which phase.
Json retirements_part(const Subject& subject) {
  Json out;
  out["stay"] = 0;
  out["go"] = Json::object();
  for (const Retirement& one : subject.plan.retirements) {
    Json& count = one.phase < 0 ? out["stay"] : out["go"][phase_id(subject.site, one.phase)];
    count = count.is_number() ? count.get<int>() + 1 : 1;
  }
  return out;
}

Json thousandths(std::int64_t value) { return number(static_cast<double>(value) / 1e3); }

/// Rack-phases, or value-phases, before the last.
double earliness(const Site& site, const Plan& plan, bool valued) {
  double sum = 0;
  for (int phase = 0; phase < last_phase(site); ++phase) {
    const Plan there = plan_in_phase(site, plan, phase);
    sum += valued ? static_cast<double>(value_of(site, there)) / 1e3 : count_compute(site, there);
  }
  return sum;
}

/// Racks that stand in each phase before the last, added up.
Json earlier_part(const Subject& subject) {
  const SearchRecord& search = subject.plan.search;
  const auto racks = static_cast<long long>(earliness(subject.site, subject.plan, false));
  Json out;
  out["rack_phases"] = racks;
  out["bound"] = std::max(racks, search.earlier_bound);
  out["certified_bound"] = std::max(racks, search.earlier_certified);
  out["solver"] = search.earlier_solver.empty() ? Json(nullptr) : Json(search.earlier_solver);
  return out;
}

/// What a search looks for, first things first, and what it reached.
Json levels_part(const Subject& subject) {
  const SearchRecord& search = subject.plan.search;
  const Levels& levels = search.levels;
  const bool valued = levels.value >= 0;
  Json out = Json::array();
  const auto add = [&](std::string_view level, Json reached, std::string_view unit, Json bound = nullptr) {
    Json one;
    one["level"] = level;
    one["reached"] = std::move(reached);
    one["unit"] = unit;
    one["bound"] = std::move(bound);
    out.push_back(std::move(one));
  };
  if (valued) {
    add("value", thousandths(levels.value), "", thousandths(levels.bound_value));
    out.back()["certified_bound"] = thousandths(levels.certified_value);
    out.back()["solver"] = levels.value_solver.empty() ? Json(nullptr) : Json(levels.value_solver);
  }
  add("racks", subject.verdict.compute_racks, "racks", search.bound_racks);
  if (!subject.site.phases.empty()) {
    add("earliness", number(earliness(subject.site, subject.plan, valued)), valued ? "value-phases" : "rack-phases",
        search.earlier_bound >= 0 ? Json(search.earlier_bound) : Json(nullptr));
  }
  if (levels.room_racks >= 0) add("room", levels.room_racks, "racks");
  if (levels.cable_m >= 0) add("cable", in_field_unit(Dimension::length, levels.cable_m), "m");
  if (levels.hottest_w >= 0) add("hottest window", in_field_unit(Dimension::power, levels.hottest_w), "kW");
  return out;
}

Json summary_part(const Subject& subject) {
  const verdict::Verdict& verdict = subject.verdict;
  const SearchRecord& search = subject.plan.search;
  const bool bounded = search.bound_racks >= 0;
  Json out;
  out["status"] = to_string(verdict.status);
  out["racks"] = verdict.compute_racks;
  out["racks_in_all"] = verdict.racks;
  out["gpus"] = verdict.gpus;
  out["scalable_units"] = verdict.scalable_units;
  out["split_units"] = verdict.split_units;
  out["it_kw"] = in_field_unit(Dimension::power, verdict.it_w);
  out["facility_kw"] = in_field_unit(Dimension::power, verdict.facility_w);
  out["facility_from"] = facility_sources(subject.site);
  out["bound_racks"] = bounded ? Json(search.bound_racks) : Json(nullptr);
  out["bound_by"] = bounded ? Json(search.bound_by) : Json(nullptr);
  out["certified_bound_racks"] = search.certified_racks >= 0 ? Json(search.certified_racks) : Json(nullptr);
  out["solver"] = search.solver.empty() ? Json(nullptr) : Json(search.solver);
  if (search.at_once_racks >= 0) out["at_once_racks"] = search.at_once_racks;
  if (search.earlier_bound >= 0) out["earlier"] = earlier_part(subject);
  const bool has_gap = bounded && (verdict.compute_racks > 0 || search.bound_racks == 0);  // a share of what stands
  const double least = std::max(1, verdict.compute_racks);
  out["gap"] = has_gap ? number(std::max(0, search.bound_racks - verdict.compute_racks) / least) : Json(nullptr);
  if (bounded) out["levels"] = levels_part(subject);
  out["domains"] = domains_part(verdict);
  out["counts"] = counts_part(verdict);
  out["limited_by"] = verdict.limited_by;
  const auto refused = verdict::refused_space(subject.site, subject.plan, verdict.checks);
  if (!refused.empty()) out["refused_space"] = Json::array();
  for (const verdict::RefusedSpace& one : refused) {
    out["refused_space"].push_back({{"demand", one.demand},
                                    {"rule", rule_id(one.rule)},
                                    {"slots", one.slots},
                                    {"free_slots", one.free_slots},
                                    {"words", one.words}});
  }
  out["numbered_demands"] = Json::array();
  for (const Demand& demand : subject.site.demand) {
    if (demand.units > 0) out["numbered_demands"].push_back(demand.id);
  }
  out["seed"] = search.seed;
  out["moves"] = search.moves;
  out["reproducible"] = search.reproducible;
  out["interrupted"] = search.interrupted;
  if (!subject.plan.retirements.empty()) out["retirements"] = retirements_part(subject);
  if (subject.steering) out["steering"] = steering_part(*subject.steering);
  return out;
}

Json assumption_part(const verdict::Assumption& assumption) {
  Json out;
  out["path"] = assumption.path;
  out["written"] = assumption.written;
  out["why"] = assumption.why;
  out["trust"] = to_string(assumption.trust);
  out["flips_at"] = assumption.flips_at.empty() ? Json(nullptr) : Json(assumption.flips_at);
  out["flips_what"] = assumption.flips_what.empty() ? Json(nullptr) : Json(assumption.flips_what);
  const bool flips = !assumption.flips_at.empty();
  out["tried"] = assumption.tried;
  out["flips_when"] = flips ? Json(assumption.below ? "below" : "above") : Json(nullptr);
  out["from"] = flips ? Json(to_string(assumption.from)) : Json(nullptr);
  out["to"] = flips ? Json(to_string(assumption.to)) : Json(nullptr);
  out["away"] = flips ? Json(assumption.away) : Json(nullptr);
  out["closeness"] = number(assumption.closeness);
  out["moved"] = assumption.moved;
  out["tried_from"] = assumption.tried_from.empty() ? Json(nullptr) : Json(assumption.tried_from);
  out["tried_to"] = assumption.tried_to.empty() ? Json(nullptr) : Json(assumption.tried_to);
  out["frozen_racks"] = !assumption.replanned;
  out["stays_undecided"] = Json::array();
  for (const verdict::OpenRule& open : assumption.open) {
    out["stays_undecided"].push_back({{"rule", open.rule}, {"wants", open.wants}, {"why", open.why}});
  }
  return out;
}

Json failure_part(const verdict::FailureRow& failure) {
  Json out;
  out["scenario"] = failure.scenario;
  const bool stops = failure.dark_racks > 0 || !failure.stops.empty();
  const bool is_not_asked = failure.status == Status::pass && stops;
  out["status"] = failure.warning ? "warning" : is_not_asked ? "not asked" : to_string(failure.status);
  out["rule"] = failure.tightest_rule;
  out["where"] = failure.tightest_where;
  out["utilisation"] = number(failure.utilisation);
  out["dark_racks"] = failure.dark_racks;
  out["stops"] = failure.stops;
  if (!failure.phase.empty()) out["phase"] = failure.phase;
  return out;
}

Json phase_part(const verdict::PhaseVerdict& phase) {
  Json out;
  out["id"] = phase.id;
  out["date"] = phase.date;
  out["status"] = to_string(phase.status);
  out["racks"] = phase.compute_racks;
  out["racks_in_all"] = phase.racks;
  out["scalable_units"] = phase.scalable_units;
  out["it_kw"] = in_field_unit(Dimension::power, phase.it_w);
  out["facility_kw"] = in_field_unit(Dimension::power, phase.facility_w);
  out["limited_by"] = phase.limited_by;
  if (phase.delivered_units >= 0) out["delivered_units"] = phase.delivered_units;
  return out;
}

Json resource_part(const verdict::Resource& resource) {
  const auto shown = [&](double si) { return in_field_unit(resource.dimension, si); };
  Json out;
  out["name"] = resource.name;
  out["elements"] = resource.elements;
  out["unit"] = to_field(resource.dimension, 0).unit;
  out["capacity"] = shown(resource.capacity);
  out["used"] = shown(resource.used);
  out["stranded"] = shown(resource.stranded);
  out["tightest"] = resource.tightest;
  out["worst_scenario"] = resource.worst_scenario;
  out["tightest_limit"] = shown(resource.tightest_limit);
  out["tightest_used"] = shown(resource.tightest_used);
  out["left"] = shown(resource.left);
  out["utilisation"] = resource.at_least ? Json(nullptr) : number(resource.utilisation);
  if (resource.at_least) out["at_least"] = true;
  return out;
}

Json missing_part(const verdict::MissingValue& missing) {
  return {{"name", missing.name}, {"checks", missing.checks}, {"rules", missing.rules}};
}

Json phases_part(const Subject& subject) {
  const std::vector<PhaseBound>& bounds = subject.plan.search.phase_bounds;
  Json out = Json::array();
  for (std::size_t i = 0; i < subject.verdict.phases.size(); ++i) {
    Json phase = phase_part(subject.verdict.phases[i]);
    const bool bounded = i < bounds.size();
    phase["bound_racks"] = bounded ? Json(bounds[i].racks) : Json(nullptr);
    phase["bound_by"] = bounded ? Json(bounds[i].by) : Json(nullptr);
    phase["certified_bound_racks"] = bounded ? Json(bounds[i].certified_racks) : Json(nullptr);
    phase["solver"] = bounded && !bounds[i].solver.empty() ? Json(bounds[i].solver) : Json(nullptr);
    out.push_back(std::move(phase));
  }
  return out;
}

template <class T, class F>
Json list_of(const std::vector<T>& items, F&& part) {
  Json out = Json::array();
  for (const T& item : items) out.push_back(part(item));
  return out;
}

}  // namespace

std::string document(const Subject& subject) {
  const verdict::Verdict& verdict = subject.verdict;
  Json out;
  out["schema"] = kPlanSchema;
  out["made_by"] = "hallplan " HALLPLAN_VERSION;
  out["site"] = subject.site.name;
  out["title"] = subject.site.title;
  out["summary"] = summary_part(subject);
  if (!verdict.phases.empty()) out["phases"] = phases_part(subject);
  out["assumptions"] = list_of(subject.assumptions, assumption_part);
  out["missing"] = list_of(verdict::missing_values(verdict.checks), missing_part);
  out["not_looked_at"] = verdict::not_looked_at(subject.site, verdict.checks);
  out["basis"] = basis_part(subject.site);
  out["placements"] = Json::parse(placements_json(subject.site, subject.plan), nullptr, false);
  out["checks"] = list_of(verdict.checks, [&](const Check& check) { return check_part(check, subject.files); });
  out["failures"] = list_of(verdict.failures, failure_part);
  if (!verdict.rides.empty()) out["ride_through"] = rides_part(verdict.rides);
  if (!verdict.loops.empty()) out["coolant_loops"] = loops_part(verdict.loops);
  out["resources"] = list_of(verdict.resources, resource_part);
  out["sources"] = numbers_part(subject.site, subject.files);
  out["hall"] = hall_part(subject.site);
  out["density"] = density_part(verdict.density);
  return pretty(out);
}

std::string place_of(Mark at, const SourceFiles& files) {
  std::string place = to_string(at, files);
  if (place.empty() || place.front() != '/') return place;
  const std::size_t last = place.rfind('/');
  const std::size_t before = last == 0 ? 0 : place.rfind('/', last - 1);
  return place.substr(before + 1);
}

}  // namespace hallplan::report
