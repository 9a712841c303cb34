#include "planner/sweep/read.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/site/units.hpp"

namespace hallplan::sweep {
namespace {

using Json = nlohmann::json;

constexpr double kWattsInKilowatt = 1000;

/// Reads members of objects; the first that is not what it has to be is the problem, and what follows is nothing.
class Reader {
 public:
  [[nodiscard]] const std::string& problem() const { return problem_; }
  void refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  std::string text(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (value.is_string()) return value.get<std::string>();
    refuse(fmt::format("'{}' must be text", key));
    return {};
  }
  /// Text, or nothing where it is null.
  std::string text_or_none(const Json& object, const char* key) {
    return member(object, key).is_null() ? std::string() : text(object, key);
  }
  std::vector<std::string> texts(const Json& object, const char* key) {
    std::vector<std::string> out;
    for (const Json& one : list(object, key)) {
      if (!one.is_string()) refuse(fmt::format("'{}' must be a list of texts", key));
      out.push_back(one.is_string() ? one.get<std::string>() : std::string());
    }
    return out;
  }
  const Json& list(const Json& object, const char* key) {
    static const Json kNone = Json::array();
    const Json& value = member(object, key);
    if (value.is_array()) return value;
    refuse(fmt::format("'{}' must be a list", key));
    return kNone;
  }
  bool flag(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (!value.is_boolean()) refuse(fmt::format("'{}' must be true or false", key));
    return value == true;
  }
  int count(const Json& object, const char* key) {
    constexpr int kMost = 1'000'000;
    const Json& value = member(object, key);
    if (value.is_number_integer() && value >= 0 && value <= kMost) return value.get<int>();
    refuse(fmt::format("'{}' must be a whole number", key));
    return 0;
  }
  /// A count, or -1 where it is null.
  int count_or_none(const Json& object, const char* key) {
    return member(object, key).is_null() ? -1 : count(object, key);
  }
  double number(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (value.is_number()) return value.get<double>();
    if (!value.is_null()) refuse(fmt::format("'{}' must be a number", key));
    return 0;
  }

  static const Json& member(const Json& object, const char* key) {
    static const Json kNone;
    if (!object.is_object()) return kNone;
    const auto found = object.find(key);
    return found == object.end() ? kNone : *found;
  }

 private:
  std::string problem_;
};

/// The dimension that reports write in a unit.
std::optional<Dimension> dimension_of(const std::string& unit) {
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    if (to_field(static_cast<Dimension>(d), 0).unit == unit) return static_cast<Dimension>(d);
  }
  return unit.empty() ? std::optional(Dimension::count) : std::nullopt;
}

std::optional<Status> status_of(const std::string& word) {
  for (const Status status : {Status::pass, Status::fail, Status::undecided}) {
    if (to_string(status) == word) return status;
  }
  return std::nullopt;
}

Check check_of(Reader& reader, const Json& json) {
  Check check;
  const std::string rule = reader.text(json, "rule"), unit = reader.text(json, "unit"),
                    status = reader.text(json, "status");
  const std::optional<Rule> known = rule_from_id(rule);
  const std::optional<Dimension> dimension = dimension_of(unit);
  const std::optional<Status> said = status == "warning" ? Status::fail : status_of(status);
  if (!known) reader.refuse(fmt::format("no rule '{}'", shortened(rule)));
  if (!dimension) reader.refuse(fmt::format("no unit '{}'", shortened(unit)));
  if (!said) reader.refuse(fmt::format("no status '{}'", shortened(status)));
  check.rule = known.value_or(Rule::yaml_syntax);
  check.dimension = dimension.value_or(Dimension::count);
  check.status = said.value_or(Status::undecided);
  check.warning = status == "warning";
  check.where = reader.text(json, "where");
  check.scenario = reader.text(json, "scenario");
  check.phase = reader.text_or_none(json, "phase");
  const auto si = [&](const char* key) {
    return parse_quantity(fmt::format("{} {}", reader.number(json, key), unit), check.dimension).si.value_or(0);
  };
  check.limit = si("limit");
  check.value = si("value");
  check.margin = si("margin");
  check.error = si("error");
  check.sense = reader.text(json, "holds_when") == "value >= limit" ? Sense::at_least : Sense::at_most;
  check.arithmetic = reader.text(json, "arithmetic");
  return check;
}

std::optional<Check> check_or_none(Reader& reader, const Json& object, const char* key) {
  const Json& json = Reader::member(object, key);
  if (json.is_null()) return std::nullopt;
  return check_of(reader, json);
}

Answer answer_of(Reader& reader, const Json& json) {
  Answer out;
  const std::string status = reader.text(json, "status");
  if (status == "refused") {
    out.problems = reader.texts(json, "problems");
    return out;
  }
  out.status = status_of(status);
  if (!out.status) reader.refuse(fmt::format("no status '{}'", shortened(status)));
  out.racks = reader.count(json, "racks");
  out.racks_in_all = reader.count(json, "racks_in_all");
  out.it_w = reader.number(json, "it_kw") * kWattsInKilowatt;
  out.facility_w = reader.number(json, "facility_kw") * kWattsInKilowatt;
  out.bound_racks = reader.count_or_none(json, "bound_racks");
  out.certified_racks = reader.count_or_none(json, "certified_bound_racks");
  out.solver = reader.text_or_none(json, "solver");
  out.bound_by = reader.text_or_none(json, "bound_by");
  out.reproducible = reader.flag(json, "reproducible");
  out.failed = reader.count(json, "failed");
  out.undecided = reader.count(json, "undecided");
  out.binds = check_or_none(reader, json, "binds");
  out.open = check_or_none(reader, json, "worst_undecided");
  return out;
}

/// The case of a number, as the axes number them; its values in the file are for people.
Case case_of(Reader& reader, const Json& json, const std::vector<Case>& all) {
  const int number = reader.count(json, "case");
  if (number < 1 || static_cast<std::size_t>(number) > all.size()) {
    reader.refuse(fmt::format("no case {}", number));
    return {};
  }
  Case out = all[static_cast<std::size_t>(number) - 1];
  out.answer = answer_of(reader, json);
  return out;
}

/// Keys and values, and with them the number of all cases.
void read_axes(Reader& reader, const Json& json, Sweep& out) {
  for (const Json& axis : reader.list(json, "axes")) {
    out.axes.push_back(axis_of(reader.text(axis, "key"), reader.texts(axis, "values")));
  }
  const std::size_t count = out.axes.empty() ? 0 : count_of(out.axes);
  if (count == 0 || count > kMostCases) reader.refuse(fmt::format("its axes make {} cases", count));
  out.cases_in_all = reader.problem().empty() ? static_cast<int>(count) : 0;
}

}  // namespace

Stored read_sweep(std::string_view text) {
  if (text.size() > kMostBytes) return {std::nullopt, fmt::format("it is larger than {} MiB", kMostBytes >> 20U)};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return {std::nullopt, "it is not a JSON object"};
  Reader reader;
  Sweep out;
  if (reader.count(json, "schema") != 1) reader.refuse("'schema' must be 1");
  read_axes(reader, json, out);
  if (!reader.problem().empty()) return {std::nullopt, reader.problem()};
  out.site = reader.text(json, "site");
  out.title = reader.text(json, "title");
  out.sets = reader.texts(json, "sets");
  out.held = reader.text(json, "plan") == "held";
  out.incomplete = reader.flag(json, "incomplete");
  if (const Json& part = Reader::member(json, "part"); part.is_object()) {
    out.part = {reader.count(part, "share"), reader.count(part, "of")};
  }
  const std::vector<Case> all = cases_of(out.axes, {});
  for (const Json& one : reader.list(json, "cases")) out.cases.push_back(case_of(reader, one, all));
  if (!reader.problem().empty()) return {std::nullopt, reader.problem()};
  out.turns = turns_of(out.axes, out.cases);
  return {std::move(out), {}};
}

}  // namespace hallplan::sweep
