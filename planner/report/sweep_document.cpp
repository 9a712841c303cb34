#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "planner/report/document_parts.hpp"
#include "planner/report/sweep.hpp"

namespace hallplan::report {
namespace {

constexpr double kWattsInKilowatt = 1000;

Json status_part(const sweep::Case& one) {
  if (!one.answer) return nullptr;
  return one.answer->status ? Json(to_string(*one.answer->status)) : Json("refused");
}

/// A check of one case: its limit may stand on the command line, which is no place to name.
Json found_part(const std::optional<Check>& check) {
  if (!check) return nullptr;
  Json out = check_part(*check, {});
  out.erase("place");
  out.erase("source");
  // Of the six digits that are written, so that shares that were read back say the same.
  Json& used = out["utilisation"];
  if (used.is_number() && number_of(out, "limit") != 0)
    used = number(number_of(out, "value") / number_of(out, "limit"));
  return out;
}

Json known(int count) { return count < 0 ? Json(nullptr) : Json(count); }

Json case_part(const std::vector<sweep::Axis>& axes, const sweep::Case& one) {
  Json out;
  out["case"] = one.number;
  out["values"] = Json::array();
  for (std::size_t axis = 0; axis < axes.size(); ++axis) out["values"].push_back(axes[axis].values[one.at[axis]]);
  out["status"] = status_part(one);
  if (!one.answer) return out;
  const sweep::Answer& answer = *one.answer;
  if (!answer.status) {
    out["problems"] = answer.problems;
    return out;
  }
  out["racks"] = answer.racks;
  out["racks_in_all"] = answer.racks_in_all;
  out["it_kw"] = number(answer.it_w / kWattsInKilowatt);
  out["facility_kw"] = number(answer.facility_w / kWattsInKilowatt);
  out["bound_racks"] = known(answer.bound_racks);
  out["bound_by"] = answer.bound_racks < 0 ? Json(nullptr) : Json(answer.bound_by);
  out["solver"] = answer.solver.empty() ? Json(nullptr) : Json(answer.solver);
  out["certified_bound_racks"] = known(answer.certified_racks);
  out["reproducible"] = answer.reproducible;
  out["failed"] = answer.failed;
  out["undecided"] = answer.undecided;
  out["binds_first"] = sweep::binds_first(answer);
  out["by_bound"] = sweep::is_held_by_bound(answer);
  out["binds"] = found_part(answer.binds);
  out["worst_undecided"] = found_part(answer.open);
  return out;
}

Json axis_part(const sweep::Axis& axis) {
  Json out;
  out["key"] = axis.key;
  out["values"] = axis.values;
  out["numbers"] = nullptr;
  if (axis.numbers.empty()) return out;
  out["numbers"] = Json::array();
  for (const double one : axis.numbers) out["numbers"].push_back(number(one));
  out["unit"] = axis.unit;
  return out;
}

Json turn_part(const sweep::Sweep& sweep, const sweep::Turn& turn) {
  const sweep::Case& from = sweep.cases[turn.from];
  const sweep::Case& to = sweep.cases[turn.to];
  Json out;
  out["axis"] = sweep.axes[turn.axis].key;
  out["held"] = Json::object();
  for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis) {
    if (axis != turn.axis) out["held"][sweep.axes[axis].key] = sweep.axes[axis].values[from.at[axis]];
  }
  for (const auto& [name, one] : {std::pair("from", &from), {"to", &to}}) {
    out[name] = {{"case", one->number},
                 {"value", sweep.axes[turn.axis].values[one->at[turn.axis]]},
                 {"racks", one->answer->racks},
                 {"bound_racks", known(one->answer->bound_racks)},
                 {"status", to_string(*one->answer->status)},
                 {"failed", one->answer->failed},
                 {"undecided", one->answer->undecided}};
  }
  out["at"] = turn.at;
  out["why"] = turn.why;
  out["proven"] = turn.proven;
  return out;
}

/// How many cases came to what.
Json counts_part(const sweep::Sweep& sweep) {
  Json out = {{"pass", 0}, {"undecided", 0}, {"fail", 0}, {"refused", 0}};
  for (const sweep::Case& one : sweep.cases) {
    if (!one.answer) continue;
    Json& count = out[status_part(one).get<std::string>()];
    count = count.get<int>() + 1;
  }
  return out;
}

}  // namespace

std::string sweep_document(const sweep::Sweep& sweep) {
  Json out;
  out["schema"] = 1;
  out["made_by"] = "hallplan " HALLPLAN_VERSION;
  out["site"] = sweep.site;
  out["title"] = sweep.title;
  out["plan"] = sweep.held ? "held" : "searched";
  out["sets"] = sweep.sets;
  out["cases_in_all"] = sweep.cases_in_all;
  out["part"] = sweep.part.of == 1 ? Json(nullptr) : Json{{"share", sweep.part.share}, {"of", sweep.part.of}};
  out["incomplete"] = sweep.incomplete;
  out["counts"] = counts_part(sweep);
  out["axes"] = Json::array();
  for (const sweep::Axis& axis : sweep.axes) out["axes"].push_back(axis_part(axis));
  out["cases"] = Json::array();
  for (const sweep::Case& one : sweep.cases) out["cases"].push_back(case_part(sweep.axes, one));
  out["turning_points"] = Json::array();
  for (const sweep::Turn& turn : sweep.turns) out["turning_points"].push_back(turn_part(sweep, turn));
  return pretty(out);
}

}  // namespace hallplan::report
