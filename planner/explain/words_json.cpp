#include <cmath>
#include <nlohmann/json.hpp>

#include "planner/explain/words.hpp"
#include "planner/explain/words_parts.hpp"

namespace hallplan::explain {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Shortage& one);
Json json_of(const Relief& relief);
Json json_of(const OneRack& one);
Json json_of(const OneUnit& one);
Json json_of(const Gain& gain);
Json json_of(const PlantFailure& one);
Json json_of(const Line& line);
Json json_of(const Fall& fall);
Json json_of(const Stage& stage);

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

Json json_of(const Raise& raise, Dimension dimension) {
  return {{"element", raise.element},
          {"scenario", raise.scenario},
          {"by", in_field(dimension, raise.by)},
          {"limit", in_field(dimension, raise.limit)}};
}

Json json_of(const Relief& relief) {
  Json each = Json::array();
  for (const Raise& raise : relief.each) each.push_back(json_of(raise, relief.dimension));
  const bool of_each = relief.by_share > 0;
  const bool shown = has_share(relief);
  return {{"rule", rule_id(relief.rule)},
          {"elements", relief.elements},
          {"scenario", of_each ? Json(nullptr) : Json(relief.scenario)},
          {"unit", to_field_difference(relief.dimension, 0).unit},
          {"by", of_each ? Json(nullptr) : in_field(relief.dimension, relief.by)},
          {"limit", in_field(relief.dimension, relief.limit)},
          {"share_of_limit", shown ? Json(of_each ? relief.by_share : relief.by_of_limit) : Json(nullptr)},
          {"each", std::move(each)},
          {"one_buys", relief.one_buys},
          {"words", words_of(relief)}};
}

Json json_of(const Replanned& replanned) {
  return {{"wanted", replanned.wanted}, {"found", replanned.found},
          {"bound", replanned.bound},   {"certified_bound", replanned.certified},
          {"bound_by", replanned.by},   {"searched", replanned.searched}};
}

Json json_of(const OneRack& one) {
  Json out{{"type", one.type}, {"fits", one.fits()}, {"free_slots", one.free_slots}, {"place", one.place}};
  out["refused"] = Json::object();
  for (const auto& [rule, slots] : one.refused) out["refused"][std::string(rule_id(rule))] = slots;
  out["refused_words"] = one.why;
  out["shortages"] = Json::array();
  for (const Shortage& shortage : one.shortages) out["shortages"].push_back(json_of(shortage));
  out["elsewhere_short"] = one.elsewhere;
  out["replanned"] = one.replanned ? json_of(*one.replanned) : Json(nullptr);
  return out;
}

Json json_of(const OneUnit& one) {
  Json out{{"demand", one.demand}, {"what", one.what}, {"fits", one.fits}, {"lacks_space", one.lacks_space}};
  out["free_slots"] = one.lacks_space ? Json(one.free_slots) : Json(nullptr);
  out["longest_run"] = one.lacks_space ? Json(one.longest_run) : Json(nullptr);
  out["lacks"] = Json::array();
  for (const Rule rule : one.lacks) out["lacks"].push_back(rule_id(rule));
  out["lacks_words"] = one.why;
  out["alone"] = list_of(one.alone);
  out["together"] = list_of(one.together);
  out["replanned"] = one.replanned ? json_of(*one.replanned) : Json(nullptr);
  return out;
}

Json json_of(const Line& line) {
  return {{"kind", line.kind},
          {"what", line.what},
          {"steps", line.steps},
          {"pieces", line.pieces},
          {"detail", line.detail},
          {"devices", line.devices},
          {"brings",
           {{"power_kw", line.brings.power_w / 1e3},
            {"mass_kg", line.brings.mass_kg},
            {"floor_m2", line.brings.floor_m2},
            {"feeds", line.brings.feeds}}},
          {"price", line.price ? Json(*line.price) : Json(nullptr)},
          {"lead_time_weeks", line.lead_time_weeks > 0 ? Json(line.lead_time_weeks) : Json(nullptr)},
          {"not_looked_at", line.besides}};
}

Json json_of(const PlantFailure& one) {
  const double short_by = one.at_most ? one.value - one.limit : one.limit - one.value;
  return {{"rule", rule_id(one.rule)},
          {"where", one.where},
          {"scenario", one.scenario},
          {"unit", to_field_difference(one.dimension, 0).unit},
          {"short_by", one.has_numbers ? in_field(one.dimension, short_by) : Json(nullptr)},
          {"arithmetic", one.arithmetic},
          {"mended_by", one.mend ? json_of(*one.mend) : Json(nullptr)},
          {"then_fails", one.then_fails}};
}

Json json_of(const Gain& gain) {
  Json out = json_of(static_cast<const Line&>(gain));
  out["racks"] = gain.racks;
  out["bound"] = gain.bound;
  out["least"] = gain.least;
  out["found"] = gain.found;
  out["most"] = gain.most;
  out["next"] = gain.next;
  out["searched"] = gain.searched;
  out["searched_with_all"] = gain.together;
  out["then_fails"] = gain.then_fails;
  out["breaks"] = gain.breaks;
  return out;
}

Json json_of(const More& more) {
  Json out{{"wanted", more.wanted},
           {"target_racks", more.target},
           {"priced", more.priced},
           {"left_out", more.unpriced},
           {"found", more.found},
           {"racks", more.found ? Json(more.racks) : Json(nullptr)},
           {"bound", more.found ? Json(more.bound) : Json(nullptr)},
           {"cost", more.found ? Json(more.cost) : Json(nullptr)},
           {"least_cost", more.impossible ? Json(nullptr) : Json(more.least_cost)},
           {"impossible", more.impossible},
           {"why_not", more.found ? Json(nullptr) : Json(more.why_not)},
           {"verdict", more.found ? Json(more.verdict) : Json(nullptr)},
           {"fails", more.fails}};
  out["with_single_devices"] = more.with_singles;
  out["whole_steps_cost"] = more.with_singles ? Json(more.whole_steps_cost) : Json(nullptr);
  out["single_device_searches"] = more.single_searches;
  out["single_devices_unfinished"] = more.singles_unfinished;
  out["failing_cost"] = more.failing_cost >= 0 ? Json(more.failing_cost) : Json(nullptr);
  out["failing_fails"] = more.then_fails;
  out["lines"] = list_of(more.lines);
  return out;
}

Json json_of(const Fall& fall) {
  return {{"resource", fall.name},
          {"rule", rule_id(fall.rule)},
          {"elements", fall.elements},
          {"unit", to_field_difference(fall.dimension, 0).unit},
          {"capacity", in_field(fall.dimension, fall.capacity)},
          {"used", in_field(fall.dimension, fall.used)},
          {"over", in_field(fall.dimension, fall.over)},
          {"held_for_losses", in_field(fall.dimension, fall.held)},
          {"stranded", in_field(fall.dimension, fall.stranded)},
          {"stranded_by", fall.stranded_by},
          {"tightest", fall.tightest},
          {"scenario", fall.scenario},
          {"left", in_field(fall.dimension, fall.left)},
          {"at_least", fall.at_least}};
}

Json json_of(const Stage& stage) {
  return {{"phase", stage.id.empty() ? Json(nullptr) : Json(stage.id)},
          {"date", stage.date.empty() ? Json(nullptr) : Json(stage.date)},
          {"racks", stage.racks},
          {"bound_racks", stage.bound},
          {"resources", list_of(stage.falls)}};
}

Json json_of(const Phasing& phasing) {
  return {{"racks", phasing.racks},
          {"at_once_racks", phasing.at_once},
          {"at_once_bound_racks", phasing.bound},
          {"at_once_certified_racks", phasing.certified},
          {"least", phasing.at_once - phasing.racks},
          {"most", phasing.bound - phasing.racks},
          {"rack_days", phasing.rack_days}};
}

}  // namespace

std::string json_of(const Explanation& explanation, const verdict::Verdict& verdict) {
  Json out{{"schema", 1},
           {"racks", explanation.racks},
           {"bound_racks", explanation.bound},
           {"certified_bound_racks", explanation.certified_bound},
           {"bound_by", explanation.bound_by},
           {"demand_met", explanation.demand_met},
           {"base_racks", explanation.base_racks},
           {"base_bound_racks", explanation.base_bound},
           {"base_bound_by", explanation.base_by},
           {"phase", explanation.phase.empty() ? Json(nullptr) : Json(explanation.phase)},
           {"complete", explanation.complete},
           {"out_of_time", explanation.out_of_time}};
  out["plant"] = list_of(explanation.plant);
  out["one_rack"] = list_of(explanation.one_rack);
  out["one_unit"] = list_of(explanation.one_unit);
  Json rules = Json::array();
  for (const Rule rule : explanation.forbidden.rules) rules.push_back(rule_id(rule));
  const bool forbids = explanation.forbidden.bound < explanation.forbidden.wanted;
  out["forbidden"] = forbids ? Json{{"wanted", explanation.forbidden.wanted},
                                    {"bound", explanation.forbidden.bound},
                                    {"rules", rules},
                                    {"words", explanation.forbidden.words},
                                    {"together", explanation.forbidden.together}}
                             : Json(nullptr);
  out["currency"] = explanation.currency.empty() ? Json(nullptr) : Json(explanation.currency);
  out["purchases"] = list_of(explanation.gains);
  out["single_devices"] = {{"candidates", explanation.singles.candidates},
                           {"excluded_by_bound", explanation.singles.excluded},
                           {"searched", explanation.singles.searched},
                           {"not_searched", explanation.singles.left}};
  out["one_after_the_other"] = list_of(explanation.next);
  out["then_bound_by"] = explanation.then_by;
  out["together"] = explanation.together ? json_of(*explanation.together) : Json(nullptr);
  out["more"] = explanation.more ? json_of(*explanation.more) : Json(nullptr);
  out["phasing"] = explanation.phasing ? json_of(*explanation.phasing) : Json(nullptr);
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
  out["capacity"] = list_of(explanation.stages);
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hallplan::explain
