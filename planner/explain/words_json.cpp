#include <cmath>
#include <nlohmann/json.hpp>

#include "planner/explain/words.hpp"

namespace hallplan::explain {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Shortage& one);
Json json_of(const Relief& relief);
Json json_of(const OneRack& one);
Json json_of(const OneUnit& one);
Json json_of(const Gain& gain);

template <class T>
Json list_of(const std::vector<T>& all) {
  Json out = Json::array();
  for (const T& one : all) out.push_back(json_of(one));
  return out;
}

Json in_field(Dimension dimension, double si) {
  return std::isfinite(si) ? Json(to_field_difference(dimension, si).value) : Json(nullptr);
}

Json json_of(const Shortage& one) {
  return {{"rule", rule_id(one.rule)},
          {"element", one.element},
          {"scenario", one.scenario},
          {"unit", to_field_difference(one.dimension, 0).unit},
          {"limit", in_field(one.dimension, one.limit)},
          {"left", in_field(one.dimension, one.left)},
          {"needed", in_field(one.dimension, one.needed)},
          {"short_by", in_field(one.dimension, one.short_by())},
          {"one_buys", one.one_buys},
          {"words", words_of(one)}};
}

Json json_of(const Relief& relief) {
  const bool of_each = relief.by_share > 0;
  return {{"rule", rule_id(relief.rule)},
          {"elements", relief.elements},
          {"unit", to_field_difference(relief.dimension, 0).unit},
          {"by", of_each ? Json(nullptr) : in_field(relief.dimension, relief.by)},
          {"share_of_limit", of_each ? relief.by_share : relief.by_of_limit},
          {"one_buys", relief.one_buys},
          {"words", words_of(relief)}};
}

Json json_of(const OneRack& one) {
  Json out{{"type", one.type}, {"fits", one.fits()}, {"free_slots", one.free_slots}, {"place", one.place}};
  out["refused"] = Json::object();
  for (const auto& [rule, slots] : one.refused) out["refused"][std::string(rule_id(rule))] = slots;
  out["shortages"] = Json::array();
  for (const Shortage& shortage : one.shortages) out["shortages"].push_back(json_of(shortage));
  out["elsewhere_short"] = one.elsewhere;
  return out;
}

Json json_of(const OneUnit& one) {
  Json out{{"demand", one.demand}, {"what", one.what}, {"fits", one.fits}, {"lacks_space", one.lacks_space}};
  out["free_slots"] = one.lacks_space ? Json(one.free_slots) : Json(nullptr);
  out["longest_run"] = one.lacks_space ? Json(one.longest_run) : Json(nullptr);
  out["lacks"] = Json::array();
  for (const Rule rule : one.lacks) out["lacks"].push_back(rule_id(rule));
  out["alone"] = list_of(one.alone);
  out["together"] = list_of(one.together);
  return out;
}

Json json_of(const Gain& gain) {
  return {{"what", gain.what},   {"pieces", gain.pieces}, {"detail", gain.detail},     {"not_looked_at", gain.besides},
          {"racks", gain.racks}, {"bound", gain.bound},   {"least", gain.least},       {"found", gain.found},
          {"most", gain.most},   {"next", gain.next},     {"searched", gain.searched}, {"then_fails", gain.then_fails}};
}

}  // namespace

std::string json_of(const Explanation& explanation, const verdict::Verdict& verdict) {
  Json out{{"schema", 1},
           {"racks", explanation.racks},
           {"bound_racks", explanation.bound},
           {"bound_by", explanation.bound_by},
           {"demand_met", explanation.demand_met},
           {"base_racks", explanation.base_racks},
           {"base_bound_racks", explanation.base_bound},
           {"base_bound_by", explanation.base_by},
           {"phase", explanation.phase.empty() ? Json(nullptr) : Json(explanation.phase)},
           {"complete", explanation.complete}};
  out["one_rack"] = list_of(explanation.one_rack);
  out["one_unit"] = list_of(explanation.one_unit);
  Json rules = Json::array();
  for (const Rule rule : explanation.forbidden.rules) rules.push_back(rule_id(rule));
  const bool forbids = explanation.forbidden.bound < explanation.forbidden.wanted;
  out["forbidden"] = forbids ? Json{{"wanted", explanation.forbidden.wanted},
                                    {"bound", explanation.forbidden.bound},
                                    {"rules", rules},
                                    {"words", explanation.forbidden.words}}
                             : Json(nullptr);
  out["purchases"] = list_of(explanation.gains);
  out["fails"] = Json::array();
  for (const Check& check : verdict.checks) {
    if (check.status != Status::fail || check.warning) continue;
    out["fails"].push_back({{"rule", rule_id(check.rule)},
                            {"where", check.where},
                            {"scenario", check.scenario},
                            {"arithmetic", check.arithmetic}});
  }
  out["worst_losses"] = Json::array();
  for (const Check* check : worst_losses(verdict)) {
    out["worst_losses"].push_back({{"rule", rule_id(check->rule)},
                                   {"where", check->where},
                                   {"scenario", check->scenario},
                                   {"utilisation", utilisation(*check)},
                                   {"arithmetic", check->arithmetic}});
  }
  out["stranded"] = Json::array();
  for (const verdict::Resource& resource : verdict.resources) {
    out["stranded"].push_back({{"resource", resource.name},
                               {"unit", to_field_difference(resource.dimension, 0).unit},
                               {"capacity", in_field(resource.dimension, resource.capacity)},
                               {"used", in_field(resource.dimension, resource.used)},
                               {"stranded", in_field(resource.dimension, resource.stranded)},
                               {"tightest", resource.tightest},
                               {"left", in_field(resource.dimension, resource.left)}});
  }
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hallplan::explain
