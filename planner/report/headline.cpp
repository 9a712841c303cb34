#include "planner/report/headline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string counted(double count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", short_number(count), count == 1 ? one : many);
}

bool has_status(const Json& check, std::string_view status) { return text_of(check, "status") == status; }

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
  const double open = number_of(counts, "undecided");
  std::string line = domain + ": ";
  if (status == "fail") {
    line += counted(number_of(counts, "failed"), "check fails", "checks fail");
  } else {
    if (first == nullptr || open <= 1) return line + status + (first != nullptr ? ", " + finding(*first) : "");
    line += short_number(open) + ' ' + status;
  }
  if (first == nullptr) return line;
  const bool plain = is_yes_or_no(*first) && !text_of(*first, "arithmetic").empty();
  return line +
         fmt::format(", first {}: {}", where_and_when(*first), plain ? text_of(*first, "arithmetic") : finding(*first));
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

/// One line for each rule whose failures the policy takes as warnings.
std::vector<std::string> warnings_of(const Json& document) {
  std::vector<std::string> rules;
  std::vector<std::string> out;
  const Json& checks = member_of(document, "checks");
  for (const Json& check : checks) {
    const std::string rule = text_of(check, "rule");
    if (!has_status(check, "warning") || std::find(rules.begin(), rules.end(), rule) != rules.end()) continue;
    rules.push_back(rule);
    const auto same = std::count_if(checks.begin(), checks.end(), [&](const Json& other) {
      return has_status(other, "warning") && text_of(other, "rule") == rule;
    });
    const bool plain = is_yes_or_no(check) && !text_of(check, "arithmetic").empty();
    out.push_back(fmt::format("warning: {} fails in {}, which the site's policy does not count; first {}: {}", rule,
                              counted(static_cast<double>(same), "check", "checks"), where_and_when(check),
                              plain ? text_of(check, "arithmetic") : finding(check)));
  }
  return out;
}

/// "late: of 8 SU delivered by p1 0 stand, of 16 by p2 8"; empty where everything stands once it is there.
std::string late_of(const Json& document) {
  constexpr std::size_t kNamed = 4;
  std::string out;
  std::size_t late = 0;
  for (const Json& phase : member_of(document, "phases")) {
    if (!member_of(phase, "delivered_units").is_number()) continue;
    const double there = number_of(phase, "delivered_units"), standing = number_of(phase, "scalable_units");
    if (standing >= there || ++late > kNamed) continue;
    out += fmt::format("{} {}{} by {} {}", out.empty() ? "late: of" : ", of", short_number(there),
                       out.empty() ? " SU delivered" : "", text_of(phase, "id"),
                       standing == 0 ? "none stands" : short_number(standing) + " stand");
  }
  if (late > kNamed) out += fmt::format(", and so in {} more phases", late - kNamed);
  return out;
}

/// What passes although a loss stops racks, because the site does not ask to survive it: a reader of "pass" has to know.
std::string not_asked_of(const Json& document) {
  const Json* worst = nullptr;
  std::size_t count = 0;
  const auto stopped = [](const Json& failure) {
    return std::max(number_of(failure, "dark_racks"), static_cast<double>(member_of(failure, "stops").size()));
  };
  for (const Json& failure : member_of(document, "failures")) {
    if (!has_status(failure, "not asked")) continue;
    ++count;
    if (worst == nullptr || stopped(failure) > stopped(*worst)) worst = &failure;
  }
  if (worst == nullptr) return {};
  const double racks = number_of(*worst, "dark_racks");
  const std::string what = racks > 0 ? counted(racks, "rack", "racks")
                                     : fmt::format("{} of the hall's consumers", short_number(stopped(*worst)));
  return count == 1 ? fmt::format("not asked to survive: {} stops {}", loss_and_phase(*worst), what)
                    : fmt::format("not asked to survive: {} losses that stop something; most {}: {}", count,
                                  loss_and_phase(*worst), what);
}

/// "2 racks moved and 1 left out for air.inlet, liquid.delivery (9 plans tried); without that 58 racks, beyond these limits".
std::string steering_of(const Json& summary) {
  const Json& steering = member_of(summary, "steering");
  if (!steering.is_object()) return {};
  std::string rules;
  for (const Json& rule : member_of(steering, "rules")) {
    if (rule.is_string()) rules += (rules.empty() ? "" : ", ") + rule.get<std::string>();
  }
  const std::string tried = counted(number_of(steering, "plans_tried"), "plan", "plans");
  if (member_of(steering, "helped") != true) return fmt::format("{} tried for {}: none is better", tried, rules);
  const double moved = number_of(steering, "racks_moved"), out = number_of(steering, "racks_left_out");
  const std::string done = moved > 0 ? counted(moved, "rack", "racks") + " moved" : "";
  const std::string fewer = out > 0 ? fmt::format("{} left out", short_number(out)) : "";
  return fmt::format("{}{}{} for {} ({} tried); without that {}, {} {}", done,
                     done.empty() || fewer.empty() ? "" : " and ", fewer, rules, tried,
                     counted(number_of(steering, "racks_before"), "rack", "racks"),
                     member_of(steering, "failed_before") == false ? "not shown to hold" : "beyond",
                     member_of(steering, "rules").size() == 1 ? "that limit" : "these limits");
}

/// "of 40 racks that may be retired 20 go (10 by p2, 10 by p3); 20 stay".
std::string retirements_of(const Json& summary) {
  const Json& retirements = member_of(summary, "retirements");
  if (!retirements.is_object()) return {};
  double gone = 0;
  std::string dates;
  const Json& go = member_of(retirements, "go");
  for (auto phase = go.begin(); phase != go.end(); ++phase) {
    const double racks = number_of(go, phase.key());
    gone += racks;
    dates += fmt::format("{}{} by {}", dates.empty() ? "" : ", ", short_number(racks), phase.key());
  }
  const double stay = number_of(retirements, "stay");
  return fmt::format("of {} that may be retired {}; {}", counted(gone + stay, "rack", "racks"),
                     gone == 0 ? "none goes" : fmt::format("{} go ({})", short_number(gone), dates),
                     stay == 0 ? "none stays" : short_number(stay) + " stay");
}

/// The rules of space that keep out what is demanded, the one of most slots first.
std::vector<std::string> refused_of(const Json& summary) {
  constexpr std::size_t kNamed = 3;
  std::vector<const Json*> all;
  for (const Json& one : member_of(summary, "refused_space")) all.push_back(&one);
  std::stable_sort(all.begin(), all.end(),
                   [](const Json* a, const Json* b) { return number_of(*a, "slots") > number_of(*b, "slots"); });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(all.size(), kNamed); ++i) {
    out.push_back(fmt::format("no room for {}: {}", text_of(*all[i], "demand"), text_of(*all[i], "words")));
  }
  return out;
}

/// A pass is of what was looked at.
std::string not_looked_at_of(const Json& document) {
  const std::size_t count = member_of(document, "not_looked_at").size();
  if (count == 0) return {};
  return fmt::format("not looked at: {}, for want of what the site would have to state",
                     counted(static_cast<double>(count), "question", "questions"));
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
  for (std::string remark : {retirements_of(summary), steering_of(summary), late_of(document), not_asked_of(document),
                             not_looked_at_of(document)}) {
    if (!remark.empty()) out.remarks.push_back(std::move(remark));
  }
  if (member_of(summary, "interrupted") == true) {
    out.remarks.emplace_back(
        "not reproducible: interrupted; this is the best plan so far, and what was not yet checked is undecided");
  } else if (member_of(summary, "reproducible") == false) {
    out.remarks.emplace_back("not reproducible: seconds, not moves, ended the search");
  }
  return out;
}

}  // namespace hallplan::report
