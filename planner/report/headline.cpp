#include "planner/report/headline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "planner/report/headline_parts.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

bool in_domain(const Json& check, std::string_view domain) {
  const std::string rule = text_of(check, "rule");
  return rule.starts_with(domain) && rule.size() > domain.size() && rule[domain.size()] == '.';
}

/// Only inlets are open, for want of the air field, while the balances of every zone hold: what that means, in words.
std::string air_balance_line(const Json& document) {
  bool balanced = false, with_loss = false;
  for (const Json& check : member_of(document, "checks")) {
    if (!in_domain(check, "air")) continue;
    const std::string rule = text_of(check, "rule");
    if (rule == "air.inlet") {
      if (!text_of(check, "arithmetic").starts_with("field not solved")) return {};
      continue;
    }
    if (!has_status(check, "pass")) return {};
    balanced = balanced || rule == "air.heat";
    with_loss = with_loss || text_of(check, "scenario") == "1 unit lost";
  }
  if (!balanced) return {};
  return fmt::format(
      "air: heat and flow hold{}; whether each rack breathes cool air is not computed yet (field not solved)",
      with_loss ? " with one unit lost" : "");
}

/// The option of `plan` and `verify` that looks closer, where a check says that it may decide it.
std::string_view closer_look(const Json& document) {
  const Json& checks = member_of(document, "checks");
  const bool may = std::any_of(checks.begin(), checks.end(), [](const Json& check) {
    return text_of(check, "rule") == "air.inlet" && has_status(check, "undecided") &&
           text_of(check, "arithmetic").find("'--field validate'") != std::string::npos;
  });
  return may ? "; '--field validate' looks closer" : "";
}

/// "air: undecided, field not solved"; "power: 2 checks fail, first bus-a1: 756.2 kW, ..."; "liquid: 5 undecided, first ..."
std::string domain_line(const Json& document, const std::string& domain, const std::string& status) {
  const Json& counts = member_of(member_of(member_of(document, "summary"), "counts"), domain);
  const Json* first = nullptr;
  for (const Json& check : member_of(document, "checks")) {
    if (first == nullptr && in_domain(check, domain) && has_status(check, status)) first = &check;
  }
  if (status == "undecided" && domain == "air") {
    if (std::string line = air_balance_line(document); !line.empty()) return line;
  }
  const std::string_view closer = domain == "air" && status == "undecided" ? closer_look(document) : "";
  const double open = number_of(counts, "undecided");
  std::string line = domain + ": ";
  if (status == "fail") {
    line += counted(number_of(counts, "failed"), "check fails", "checks fail");
  } else {
    if (first == nullptr || open <= 1) {
      return fmt::format("{}{}{}{}", line, status, first != nullptr ? ", " + finding(*first) : "", closer);
    }
    line += short_number(open) + ' ' + status;
  }
  if (first == nullptr) return line;
  const bool plain = is_yes_or_no(*first) && !text_of(*first, "arithmetic").empty();
  return fmt::format("{}, first {}: {}{}", line, where_and_when(*first),
                     plain ? text_of(*first, "arithmetic") : finding(*first), closer);
}

std::string answer_of(const Json& summary) {
  const double units = number_of(summary, "scalable_units");
  std::string out = counted(number_of(summary, "racks"), "rack", "racks");
  const double split = number_of(summary, "split_units");
  if (units > 0) out += fmt::format(" = {} SU", short_number(units));
  if (split > 0) out += fmt::format(" ({} in two rows or more)", short_number(split));
  if (number_of(summary, "gpus") > 0) out += fmt::format(", {} GPUs", short_number(number_of(summary, "gpus")));
  out += fmt::format("; {} IT, {} at the {}", power(number_of(summary, "it_kw")),
                     power(number_of(summary, "facility_kw")), text_of(summary, "facility_from"));
  return out;
}

/// How the bound stands to the plan.
struct Bound {
  bool known = false, by_demand = false, reached = false;
  std::string by;
};

Bound read_bound(const Json& summary) {
  Bound out;
  out.known = member_of(summary, "bound_racks").is_number();
  if (!out.known) return out;
  const std::string by = text_of(summary, "bound_by");
  out.by = by == "-" ? "" : by;
  out.by_demand = by.starts_with("the demand");
  out.reached = number_of(summary, "bound_racks") <= number_of(summary, "racks");
  return out;
}

std::string tightest_of(const Json& summary) {
  constexpr std::size_t kNamed = 2;
  const Json& limits = member_of(summary, "limited_by");
  std::string out;
  for (std::size_t i = 0; limits.is_array() && i < std::min(limits.size(), kNamed); ++i) {
    if (limits[i].is_string()) out += (i == 0 ? "tightest: " : "; then ") + limits[i].get<std::string>();
  }
  return out;
}

/// Whose word a bound is that is not certified: ", as CBC proves it (certified: 16)".
std::string whose_word(const Json& summary) {
  if (!member_of(summary, "solver").is_string()) return {};
  return fmt::format(", as {} proves it (certified: {})", text_of(summary, "solver"),
                     text_of(summary, "certified_bound_racks"));
}

/// Why there are no more racks, where something else than the demand keeps them out; else what comes next to a limit.
std::string limit_of(const Json& summary) {
  const Bound bound = read_bound(summary);
  if (!bound.known || bound.by_demand || bound.by.empty()) return tightest_of(summary);
  return (bound.reached ? "no more fit: " : "no more were found; what bounds the hall: ") + bound.by;
}

/// A plan that meets its demand does not say what the hall could hold: how to ask.
std::string how_many_would_fit(const Json& summary) {
  std::string out;
  for (const Json& demand : member_of(summary, "numbered_demands")) {
    if (demand.is_string()) out += fmt::format(" --set demand.{}.units=0", demand.get<std::string>());
  }
  return out.empty() ? out : "; how many would fit:" + out;
}

/// What a reader of a plan that is not enough asks next.
constexpr std::string_view kRoomForMore = "; what would make room for more: hallplan explain";

/// "all 48 racks that are demanded are placed"; "at most 3 are possible; gap 50 % = (3 - 2) / 2".
std::string bound_of(const Json& summary) {
  const Bound bound = read_bound(summary);
  if (!bound.known) return "no bound: the plan was checked, not searched";
  const std::string most = text_of(summary, "bound_racks");
  const std::string placed = text_of(summary, "racks");
  if (bound.by_demand && bound.reached) {
    return (placed == "1" ? "the 1 rack that is demanded is placed"
                          : fmt::format("all {} racks that are demanded are placed", placed)) +
           how_many_would_fit(summary);
  }
  std::string out =
      fmt::format("at most {} {} possible", counted(number_of(summary, "bound_racks"), "such rack", "such racks"),
                  most == "1" ? "is" : "are");
  if (bound.by_demand) out += fmt::format(" ({})", bound.by);
  out += whose_word(summary);
  if (member_of(summary, "gap").is_null()) return out + "; none stands" + std::string(kRoomForMore);
  out += fmt::format("; gap {}", percent(number_of(summary, "gap")));
  if (!bound.reached && placed != "0") out += fmt::format(" = ({} - {}) / {}", most, placed, placed);
  return out + std::string(kRoomForMore);
}

/// "value 61.5 of at most 62; racks 56 of at most 57; room left for 3 racks more by power and coolant; cable 1234 m".
std::string levels_of(const Json& summary) {
  std::string out;
  if (member_of(summary, "levels").size() < 2) return out;  // of racks alone the lines above tell
  for (const Json& one : member_of(summary, "levels")) {
    const std::string level = text_of(one, "level");
    const double reached = number_of(one, "reached");
    std::string words;
    if (level == "room") {
      words = reached > 0 ? fmt::format("room left for {} more by power and coolant", counted(reached, "rack", "racks"))
                          : "no room left for another rack by power and coolant";
    } else {
      words = level + ' ' + short_number(reached);
      if (level != "racks" && !text_of(one, "unit").empty()) words += ' ' + text_of(one, "unit");
    }
    if (member_of(one, "bound").is_number()) words += " of at most " + short_number(number_of(one, "bound"));
    if (member_of(one, "solver").is_string()) {
      words += fmt::format(" as {} proves it (certified: {})", text_of(one, "solver"),
                           short_number(number_of(one, "certified_bound")));
    }
    out += (out.empty() ? "levels: " : "; ") + words;
  }
  return out;
}

}  // namespace

Headline headline(const Json& document) {
  const Json& summary = member_of(document, "summary");
  Headline out;
  out.status = text_of(summary, "status");
  out.warnings = warnings_of(document);
  out.answer = answer_of(summary);
  out.bound = bound_of(summary);
  out.limited_by = limit_of(summary);
  out.refused = refused_of(summary);
  out.levels = levels_of(summary);
  const Json& domains = member_of(summary, "domains");
  for (auto domain = domains.begin(); domain != domains.end(); ++domain) {
    const std::string status = domain->is_string() ? domain->get<std::string>() : "";
    if (status != "pass") out.domains.push_back(domain_line(document, domain.key(), status));
  }
  out.remarks = remarks_of(document);
  return out;
}

}  // namespace hallplan::report
