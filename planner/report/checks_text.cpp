#include "planner/report/checks_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string text_of(const FieldQuantity& field) {
  const std::string digits = short_number(field.value);
  return field.unit.empty() ? digits : fmt::format("{} {}", digits, field.unit);
}

std::string quantity(Dimension dimension, double si) { return text_of(to_field(dimension, si)); }

std::string difference(Dimension dimension, double si) { return text_of(to_field_difference(dimension, si)); }

std::string subject(const Check& check) {
  const std::string phase = check.phase.empty() ? "" : ", in " + check.phase;
  if (check.where.starts_with(check.scenario + ": "))
    return check.scenario + phase;  // the rest is what the check found
  const bool said_once = check.scenario == "normal" || check.scenario == check.where;
  return (said_once ? check.where : check.where + ", " + check.scenario) + phase;
}

/// A yes-or-no rule: see `holds`; also one that allows none of what it counts.
bool is_yes_or_no(const Check& check) {
  return check.dimension == Dimension::count && check.limit == 0 && check.sense != Sense::at_least;
}

/// Of a yes-or-no rule what was found. Its arithmetic's last part is the help where there are several, else what the rule asks.
void say_found(const Check& check, Diagnostic& out) {
  const std::size_t end = check.arithmetic.rfind("; ");
  const std::string about = subject(check);
  const std::string found = check.arithmetic.empty() ? "does not hold" : check.arithmetic.substr(0, end);
  const bool names_it = found.starts_with(about + ' ') || found.starts_with(about + ": ");
  out.message = names_it ? found : fmt::format("{}: {}", about, found);
  out.hint = end == std::string::npos ? fmt::format("the rule: {}", rule_demand(check.rule))
                                      : check.arithmetic.substr(end + 2);
}

std::string failure(const Check& check) {
  const bool at_most = check.value > check.limit;
  return fmt::format("{}: {} where at {} {} {} ({} {})", subject(check), quantity(check.dimension, check.value),
                     at_most ? "most" : "least", quantity(check.dimension, check.limit),
                     at_most ? "is allowed" : "is asked", difference(check.dimension, std::abs(check.margin)),
                     at_most ? "over" : "short");
}

Diagnostic one(const Check& check) {
  Diagnostic out;
  out.rule = check.rule;
  out.at = check.at;
  if (check.status == Status::fail) {
    if (is_yes_or_no(check)) {
      say_found(check, out);
    } else {
      out.message = failure(check);
      out.hint = check.arithmetic;
    }
    if (check.warning) out.severity = Severity::warning;
    return out;
  }
  // Without an error bound the reason for the doubt leads the arithmetic.
  const bool no_numbers = check.error == 0;
  out.severity = Severity::warning;
  out.message = fmt::format(
      "{}: undecided: {}", subject(check),
      no_numbers ? check.arithmetic
                 : fmt::format("margin {} is smaller than its error {}", difference(check.dimension, check.margin),
                               difference(check.dimension, check.error)));
  if (!no_numbers) out.hint = check.arithmetic;
  return out;
}

std::string_view reason(const Check& check) {
  return std::string_view(check.arithmetic).substr(0, check.arithmetic.find("; "));
}

/// Undecided by one rule for want of the same, or of the same field.
bool alike(const Check& a, const Check& b) {
  return a.status == Status::undecided && b.status == Status::undecided && a.rule == b.rule && a.error == 0 &&
         b.error == 0 && reason(a) == reason(b);
}

}  // namespace

Diagnostics to_diagnostics(const std::vector<Check>& checks) {
  Diagnostics out;
  for (const Status status : {Status::fail, Status::undecided}) {  // only so many are kept: failures go first
    for (const Check& check : checks) {
      if (check.status == status) out.add(one(check));
    }
  }
  out.sort();
  return out;
}

Diagnostics to_grouped_diagnostics(const std::vector<Check>& checks) {
  struct Group {
    const Check* first;
    const Check* second;
    std::size_t others;
  };
  std::vector<Group> groups;
  for (const Check& check : checks) {
    if (check.status != Status::undecided) continue;
    const auto found =
        std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return alike(*g.first, check); });
    if (found == groups.end()) {
      groups.push_back({&check, nullptr, 0});
    } else if (found->others++ == 0) {
      found->second = &check;
    }
  }
  Diagnostics out;
  for (const Check& check : checks) {
    if (check.status == Status::fail) out.add(one(check));
  }
  for (const Group& group : groups) {
    Diagnostic said = one(*group.first);
    if (group.others > 0) {
      const std::string more = group.others == 1 ? "" : fmt::format(" and {} more", group.others - 1);
      said.message += fmt::format(" (likewise {}{})", subject(*group.second), more);
    }
    out.add(std::move(said));
  }
  out.sort();
  return out;
}

}  // namespace hallplan::report
