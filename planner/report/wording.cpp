#include "planner/report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "planner/base/text.hpp"

namespace hallplan::report {
namespace {

constexpr double kLitresPerMinute = 60'000;  ///< in one m3/s
constexpr double kMuchFlow = 60'000;         ///< L/min from which m3/s reads better

/// "liquid.rejection stays undecided for want of motivair-mcdu-50: power".
std::string open_rule(const Json& open) {
  std::string wants;
  for (const Json& want : member_of(open, "wants")) wants += (wants.empty() ? "" : ", ") + want.get<std::string>();
  if (wants.empty()) return fmt::format("{} stays undecided: {}", text_of(open, "rule"), text_of(open, "why"));
  return fmt::format("{} stays undecided for want of {}", text_of(open, "rule"), wants);
}

/// What was tried without a change, and what that does not say.
std::string unchanged(const Json& assumption) {
  constexpr std::size_t kNamed = 2;
  const Json& from = member_of(assumption, "tried_from");
  if (from.is_string() && from == member_of(assumption, "tried_to"))
    return "not tried: nought has no half and no double";
  std::string out = "with the placed racks frozen, no value tried";
  if (from.is_string()) {
    out += fmt::format(" from {} to {}", text_of(assumption, "tried_from"), text_of(assumption, "tried_to"));
  }
  out += " changes the status of any rule";
  const Json& open = member_of(assumption, "stays_undecided");
  for (std::size_t i = 0; i < std::min(open.size(), kNamed); ++i) out += "; " + open_rule(open[i]);
  if (open.size() > kNamed) {
    out += fmt::format("; {} more {} undecided", open.size() - kNamed,
                       open.size() - kNamed == 1 ? "rule stays" : "rules stay");
  }
  if (member_of(assumption, "frozen_racks") == true) out += "; planned anew, fewer racks might fit";
  return out;
}

}  // namespace

std::string short_number(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  std::string out = fmt::format("{:.{}f}", value, decimals);
  if (out.find('.') != std::string::npos) {
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
  }
  return out == "-0" ? "0" : out;
}

std::string amount(const Json& object, std::string_view key) {
  if (!member_of(object, key).is_number()) return "-";
  const std::string stated = text_of(object, "unit");
  const bool difference = key == "margin" || key == "error" || key == "left" || key == "stranded";
  const std::string unit = difference && stated == "degC" ? "K" : stated;
  const double value = number_of(object, key);
  // Air moves in another size than coolant.
  if (unit == "L/min" && std::abs(value) >= kMuchFlow) return short_number(value / kLitresPerMinute) + " m3/s";
  const std::string digits = short_number(value);
  return unit.empty() || unit == "-" ? digits : digits + ' ' + unit;
}

std::string amount_of_resource(const Json& resource, std::string_view key) {
  std::string plain = amount(resource, key);
  const bool limit = key == "capacity" || key == "tightest_limit";
  if (member_of(resource, "at_least") != true || limit || plain == "-") return plain;
  const bool left = key == "left" || key == "stranded";
  return (left ? "at most " : "at least ") + plain;
}

std::string percent(double share) {
  constexpr double kNearlyFull = 99.5;
  const double value = share * 100;
  if (value >= kNearlyFull && value < 100) return fmt::format("{:.1f} %", std::min(99.9, value));
  if (value > 100 && value < 101) return fmt::format("{:.1f} %", std::max(100.1, value));
  return fmt::format("{:.0f} %", value);
}

std::string power(double kw) {
  constexpr double kMegawatt = 1000;
  if (std::abs(kw) < kMegawatt) return short_number(kw) + " kW";
  std::string out = fmt::format("{:.2f}", kw / kMegawatt);
  return out + " MW";
}

bool is_yes_or_no(const Json& check) {
  const double value = number_of(check, "value");
  return text_of(check, "unit").empty() && member_of(check, "limit").is_number() && number_of(check, "limit") == 0 &&
         value >= 0 && text_of(check, "holds_when") != "value >= limit";
}

std::string where_and_when(const Json& check) {
  const std::string scenario = text_of(check, "scenario");
  const std::string where = text_of(check, "where");
  const std::string phase = member_of(check, "phase").is_string() ? ", in " + text_of(check, "phase") : "";
  if (where.starts_with(scenario + ": ")) return scenario + phase;  // the rest is what the check found
  const bool said_once = scenario == "normal" || scenario == where;
  return (said_once ? where : where + ", " + scenario) + phase;
}

std::string standing(const Json& rack) {
  std::string out;
  if (member_of(rack, "phase").is_string()) out += " from " + text_of(rack, "phase");
  if (member_of(rack, "retired").is_string()) out += " until " + text_of(rack, "retired");
  return out;
}

namespace {

/// "1 rack", "8 racks".
std::string racks_text(double count) { return fmt::format("{:.0f} {}", count, count == 1 ? "rack" : "racks"); }

}  // namespace

std::string most_in_phase(const Json& phase) {
  const bool bounded = member_of(phase, "bound_racks").is_number();
  const std::string by = bounded ? text_of(phase, "bound_by") : std::string();
  if (!bounded || by.starts_with("the demand")) return {};
  return fmt::format("at most {}; {}", racks_text(number_of(phase, "bound_racks")), by);
}

std::string price_of_phasing(const Json& summary) {
  const Json& at_once = member_of(summary, "at_once_racks");
  if (!at_once.is_number() || !member_of(summary, "bound_racks").is_number()) return {};
  const double racks = number_of(summary, "racks"), bound = number_of(summary, "bound_racks");
  const double found = std::max(number_of(summary, "at_once_racks"), racks);
  const bool claimed = member_of(summary, "solver").is_string() && number_of(summary, "certified_bound_racks") > racks;
  if (bound <= racks) {
    return fmt::format("no rack, {}: planned at once the hall holds no more than {:.0f}",
                       claimed ? "as " + text_of(summary, "solver") + " proves it" : "proven", racks);
  }
  return fmt::format(
      "{} found, {:.0f} to {:.0f} possible: planned at once as it is built out the hall holds "
      "{:.0f}, at most {:.0f}; {}",
      racks_text(found - racks), found - racks, bound - racks, found, bound, text_of(summary, "bound_by"));
}

std::string earliness(const Json& summary) {
  const Json& earlier = member_of(summary, "earlier");
  if (!earlier.is_object()) return {};
  const double racks = number_of(earlier, "rack_phases"), bound = number_of(earlier, "bound");
  const bool certified = number_of(earlier, "certified_bound") <= bound;
  const std::string whose = certified ? "proven"
                            : member_of(earlier, "solver").is_string()
                                ? fmt::format("as {} proves it", text_of(earlier, "solver"))
                                : "as the solver proves it of each phase";
  return bound <= racks ? fmt::format("no plan of as many racks has more of them earlier, {}", whose)
                        : fmt::format("{} in the phases before the last, added up, of at most {:.0f}, {}",
                                      racks_text(racks), bound, whose);
}

std::string loss_and_phase(const Json& failure) {
  const bool phased = member_of(failure, "phase").is_string();
  return text_of(failure, "scenario") + (phased ? ", in " + text_of(failure, "phase") : "");
}

std::string ride_seconds(const Json& ride, const Json& seconds) {
  if (seconds.is_number()) return fmt::format("{:.3g} s", seconds.get<double>());
  return member_of(ride, "settles") == true ? "never" : fmt::format("over {} s", text_of(ride, "end_s"));
}

std::string ride_remark(const Json& ride) {
  if (member_of(ride, "runs_on").is_string()) return "pumps run on: behind " + text_of(ride, "runs_on");
  if (member_of(ride, "undecided").is_string()) return text_of(ride, "undecided");
  if (member_of(ride, "settles") == true) return "settles below every limit";
  return text_of(ride, "restart");
}

std::string finding(const Json& check) {
  if (!member_of(check, "value").is_number()) return text_of(check, "arithmetic");
  if (is_yes_or_no(check)) return number_of(check, "value") == 0 ? "holds" : "does not hold";
  std::string out = (member_of(check, "partial") == true ? "at least " : "") + amount(check, "value");
  const bool at_least = text_of(check, "holds_when") == "value >= limit";
  out +=
      fmt::format(", at {} {} {}", at_least ? "least" : "most", amount(check, "limit"), at_least ? "asked" : "allowed");
  if (number_of(check, "limit") > 0 && member_of(check, "utilisation").is_number()) {
    out += fmt::format(" ({})", percent(number_of(check, "utilisation")));
  }
  if (number_of(check, "error") > 0) out += fmt::format(", error up to {}", amount(check, "error"));
  return out;
}

std::string rules_of(const Json& missing) {
  std::string out;
  for (const Json& rule : member_of(missing, "rules")) out += (out.empty() ? "" : ", ") + rule.get<std::string>();
  return out;
}

std::string flip(const Json& assumption) {
  const bool flips = !member_of(assumption, "flips_at").is_null();
  if (member_of(assumption, "moved") == false) return "not tried: positions, sizes and counts are drawn, not moved";
  if (member_of(assumption, "tried") == false) {
    const std::string rule = text_of(assumption, "flips_what");
    return rule.empty() ? "not tried; no margin points to a change in reach"
                        : fmt::format("not tried; of all margins it moves that of {} most", rule);
  }
  if (!flips) return unchanged(assumption);
  return fmt::format("{}: {} -> {} {} {} ({} away)", text_of(assumption, "flips_what"), text_of(assumption, "from"),
                     text_of(assumption, "to"), text_of(assumption, "flips_when"), text_of(assumption, "flips_at"),
                     text_of(assumption, "away"));
}

std::vector<Alike> alike(const Json& assumptions) {
  std::vector<Alike> out;
  const auto name_of = [](const std::string& path) {
    const std::size_t last = path.rfind('.');
    const std::size_t before = last == std::string::npos || last == 0 ? std::string::npos : path.rfind('.', last - 1);
    return before == std::string::npos ? path : path.substr(before + 1, last - before - 1);
  };
  const auto same = [](const Json& a, const Json& b) {
    const std::string path_a = text_of(a, "path"), path_b = text_of(b, "path");
    if (path_a.substr(path_a.rfind('.') + 1) != path_b.substr(path_b.rfind('.') + 1)) return false;
    constexpr std::string_view kKeys[] = {"written",    "why",   "trust", "flips_at",       "flips_what",
                                          "flips_when", "tried", "moved", "stays_undecided"};
    return std::all_of(std::begin(kKeys), std::end(kKeys),
                       [&](std::string_view key) { return member_of(a, key) == member_of(b, key); });
  };
  for (const Json& one : assumptions) {
    const auto found =
        std::find_if(out.begin(), out.end(), [&](const Alike& group) { return same(*group.first, one); });
    if (found == out.end()) {
      out.push_back({&one, {}});
    } else {
      found->others += (found->others.empty() ? "" : ", ") + name_of(text_of(one, "path"));
    }
  }
  return out;
}

Carrying carrying(const std::vector<Alike>& groups, std::size_t most) {
  Carrying out;
  for (const Alike& group : groups) {
    const bool changes = !member_of(*group.first, "flips_at").is_null();
    out.changing += changes ? 1 : 0;
    (changes && out.first.size() < most ? out.first : out.rest).push_back(group);
  }
  const auto place = [](const Alike& group) {
    return std::pair(text_of(*group.first, "from") != "fail", number_of(*group.first, "closeness"));
  };
  std::stable_sort(out.first.begin(), out.first.end(),
                   [&](const Alike& a, const Alike& b) { return place(a) < place(b); });
  return out;
}

}  // namespace hallplan::report
