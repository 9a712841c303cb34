// What a reader has to know beside the answer.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "planner/report/headline_parts.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {

std::string counted(double count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", short_number(count), count == 1 ? one : many);
}

namespace {

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

/// A pass is of what was looked at.
std::string not_looked_at_of(const Json& document) {
  const std::size_t count = member_of(document, "not_looked_at").size();
  if (count == 0) return {};
  return fmt::format("not looked at: {}, for want of what the site would have to state",
                     counted(static_cast<double>(count), "question", "questions"));
}

}  // namespace

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

std::vector<std::string> remarks_of(const Json& document) {
  const Json& summary = member_of(document, "summary");
  std::vector<std::string> out;
  for (std::string remark : {retirements_of(summary), steering_of(summary), late_of(document), not_asked_of(document),
                             not_looked_at_of(document)}) {
    if (!remark.empty()) out.push_back(std::move(remark));
  }
  if (member_of(summary, "interrupted") == true) {
    out.emplace_back(
        "not reproducible: interrupted; this is the best plan so far, and what was not yet checked is undecided");
  } else if (member_of(summary, "reproducible") == false) {
    out.emplace_back("not reproducible: seconds, not moves, ended the search");
  }
  return out;
}

}  // namespace hallplan::report
