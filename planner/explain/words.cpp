#include "planner/explain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>

#include "planner/base/text.hpp"
#include "planner/explain/words_parts.hpp"

namespace hallplan::explain {
namespace {

/// In four digits. What is smaller than any number of the field in its unit is rounding: a 0, and none with a sign.
std::string words_of(const FieldQuantity& field) {
  constexpr double kRounding = 1e-6;
  const double value = std::abs(field.value) < kRounding ? 0.0 : field.value;
  const std::string digits = std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
  return fmt::format("{}{}{}", digits, field.unit.empty() ? "" : " ", field.unit);
}

bool is_temperature(Dimension dimension) {
  return dimension == Dimension::temperature || dimension == Dimension::temperature_difference;
}

/// Two digits below the limit; beside it to a tenth on its own side, so that 99.97 % is not all of it and 100.02 % is too much.
std::string percent(double share) {
  constexpr double kBeside = 0.005;
  if (share != 1 && std::abs(share - 1) < kBeside) {
    return fmt::format("{:.1f} %", (share < 1 ? std::floor(1000 * share) : std::ceil(1000 * share)) / 10);
  }
  return share < 1 ? fmt::format("{:.2g} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

/// "ups-a, ups-b", "bus-a11, bus-a12, bus-a21 and 9 more"
std::string named(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 4;
  if (names.size() <= kNamed) return join(names, ", ");
  const std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(kNamed - 1));
  return fmt::format("{} and {} more", join(first, ", "), names.size() - first.size());
}

/// What comes of it where every rack may move.
std::string replanned_words(const std::optional<Replanned>& replanned, bool fits_frozen, bool first_of_unit) {
  if (fits_frozen) return {};
  if (!replanned) return "    with all racks free to move: not tried, some stand outside whole units\n";
  std::string out = fmt::format("with all racks free to move, {} in all: ", racks_text(replanned->wanted));
  if (!replanned->searched && replanned->fits()) {
    out += first_of_unit ? "it fits, as a whole unit more does" : "it fits";
  } else if (replanned->fits()) {
    out += "it fits, they stand in another plan";
    if (replanned->outside_units) out += ", one of them outside whole units, in which the bound above counts";
  } else if (replanned->bound < replanned->wanted) {
    const bool proven = replanned->certified < replanned->wanted;
    out += fmt::format("it does not fit, {}: at most {}; {}", proven ? "proven" : "on a solver's word alone",
                       replanned->bound, replanned->by);
  } else {
    out += fmt::format("no plan was found, the best has {}; not excluded by {}", replanned->found, replanned->by);
  }
  return wrapped("    ", out);
}

std::string one_rack(const OneRack& one) {
  std::string out;
  std::string refused;
  for (const auto& [rule, slots] : one.refused) {
    refused += fmt::format("{}{} by {}", refused.empty() ? "" : ", ", slots, rule_id(rule));
  }
  if (one.type.empty()) return {};
  std::string reasons;
  for (const std::string& why : one.why) reasons += wrapped("    ", why);
  if (one.free_slots == 0) {
    return wrapped("  ", one.type +
                             (refused.empty() ? ": no slot is left" : ": no free slot takes it; refused: " + refused)) +
           reasons + replanned_words(one.replanned, false, true);
  }
  const bool fits = one.shortages.empty();
  out += wrapped(
      "  ", fmt::format("{}: {} it{}; {} in {}", one.type,
                        one.free_slots == 1 ? "1 free slot takes" : fmt::format("{} free slots take", one.free_slots),
                        refused.empty() ? "" : " (refused: " + refused + ")",
                        fits ? "it fits, with its power and coolant," : "least is short", one.place));
  out += reasons;
  for (const Shortage& shortage : one.shortages) out += wrapped("    ", words_of(shortage));
  constexpr std::size_t kNamed = 6;
  if (!one.elsewhere.empty()) {
    std::vector<std::string> names = one.elsewhere;
    if (names.size() > kNamed) {
      names.resize(kNamed);
      names.push_back(fmt::format("{} more", one.elsewhere.size() - kNamed));
    }
    out += wrapped("    ", (fits ? "short elsewhere: " : "elsewhere also short: ") + join(names, ", "));
  }
  return out + replanned_words(one.replanned, one.fits(), true);
}

std::string one_unit(const OneUnit& one) {
  const std::string moved = replanned_words(one.replanned, one.fits, false);
  const std::string head = fmt::format("{} ({})", one.demand, one.what);
  if (one.what.empty()) return {};
  if (one.fits) return wrapped("  ", head + ": it fits; nothing but the demand keeps it out");
  if (one.lacks_space) {
    std::string out =
        wrapped("  ", fmt::format("{}: no slots that it could take together, whatever power, coolant, air and floor "
                                  "allow: {} free, {} at most side by side",
                                  head, one.free_slots, one.longest_run));
    for (const std::string& why : one.why) out += wrapped("    ", why);
    for (const Rule rule : one.lacks) {
      const auto tells = [&](const std::string& why) { return why.starts_with(rule_id(rule)); };
      if (std::any_of(one.why.begin(), one.why.end(), tells)) continue;  // in numbers
      out += wrapped("    ", fmt::format("{} stands against it: {}", rule_id(rule), rule_demand(rule)));
    }
    if (one.lacks.empty()) out += "    floor space stands against it: it takes more slots\n";
    return out + moved;
  }
  if (!one.together.empty()) {
    std::string out = wrapped("  ", head + ": no single limit keeps it out; it takes all of these, each at least:");
    for (const Relief& relief : one.together) out += wrapped("    ", words_of(relief));
    return out + moved;
  }
  constexpr std::size_t kShown = 6;
  std::string out = wrapped("  ", head + ": finds no place; any one of these by itself lets it in:");
  for (std::size_t i = 0; i < std::min(kShown, one.alone.size()); ++i) out += wrapped("    ", words_of(one.alone[i]));
  if (one.alone.size() > kShown) out += fmt::format("    and {} more\n", one.alone.size() - kShown);
  return out + moved;
}

std::string losses(const verdict::Verdict& verdict) {
  std::string out;
  for (const Check* check : worst_losses(verdict)) {
    out += wrapped("  ", fmt::format("{}: with {}, {} comes to {} of its limit ({}): {}", rule_domain(check->rule),
                                     check->scenario, check->where, percent(utilisation(*check)), rule_id(check->rule),
                                     check->arithmetic));
  }
  return out.empty() ? out : "\nThe worst loss of each domain\n" + out;
}

/// What no room for more makes good: checks that fail with the racks where they are.
std::string failures(const verdict::Verdict& verdict, const std::vector<PlantFailure>& plant) {
  constexpr int kShown = 6;
  std::string out;
  int count = 0;
  const auto is_told = [&](const Check& check) {
    return std::any_of(plant.begin(), plant.end(), [&](const PlantFailure& one) {
      return one.rule == check.rule && one.where == check.where && one.scenario == check.scenario &&
             one.value == check.value;
    });
  };
  for (const Check& check : verdict.checks) {
    if (check.status != Status::fail || check.warning || is_told(check) || ++count > kShown) continue;
    const bool most = check.sense == Sense::at_most;
    out +=
        wrapped("  ", fmt::format("{}: {}, {}: {} where {} {} is {}{}{}", rule_id(check.rule), check.where,
                                  check.scenario, stated(check.dimension, check.value), most ? "at most" : "at least",
                                  stated(check.dimension, check.limit), most ? "allowed" : "asked",
                                  check.arithmetic.empty() ? "" : "; ", check.arithmetic));
  }
  if (count > kShown) out += fmt::format("  and {} more\n", count - kShown);
  return out.empty() ? out : "\nWhat fails with these racks\n" + out;
}

/// Why a demand is not met: what forbids it, or that nothing is proven to.
std::string demand_words(const Explanation& explanation) {
  const Forbidden& forbidden = explanation.forbidden;
  if (forbidden.wanted <= explanation.racks) return {};
  if (forbidden.bound >= forbidden.wanted) {
    return fmt::format("\nThe demand: {} are wanted, {} stand; no limit of the bound forbids it\n",
                       racks_text(forbidden.wanted), explanation.racks) +
           wrapped("  ", "what bounds it: " + explanation.bound_by);
  }
  std::string out = fmt::format("\nThe demand: {} are wanted, at most {} are possible; {}\n",
                                racks_text(forbidden.wanted), forbidden.bound,
                                !forbidden.together.empty()  ? "these limits together forbid it, no fewer of them do"
                                : forbidden.words.size() > 1 ? "each of these limits forbids it by itself"
                                                             : "this alone forbids it");
  for (std::size_t i = 0; i < forbidden.words.size(); ++i) {
    const bool together = !forbidden.together.empty() && i < forbidden.rules.size();
    const std::string rule = together ? std::string(rule_id(forbidden.rules[i])) + " alone: " : "";
    out += wrapped("  ", rule + forbidden.words[i]);
  }
  if (!forbidden.together.empty()) out += wrapped("  ", "together: " + forbidden.together);
  return out;
}

}  // namespace

std::string stated(Dimension dimension, double si) { return words_of(to_field(dimension, si)); }

std::string amount(Dimension dimension, double si) { return words_of(to_field_difference(dimension, si)); }

bool has_share(const Relief& relief) { return !is_temperature(relief.dimension) && relief.limit > 0; }

std::string racks_text(int count) { return fmt::format("{} {}", count, count == 1 ? "rack" : "racks"); }

std::string wrapped(std::string_view indent, const std::string& text) {
  constexpr std::size_t kWidth = 100;
  std::string out, line(indent);
  bool fresh = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!fresh && line.size() + 1 + word.size() > kWidth) {
      out += line + '\n';
      line = std::string(indent) + "  ";
      fresh = true;
    }
    line += (fresh ? "" : " ") + word;
    fresh = false;
    at = end + 1;
  }
  return out + line + '\n';
}

namespace {

/// A rule that holds or not, "0 allowed": nothing can be left of it, and no share of it says anything.
bool is_yes_or_no(Dimension dimension, double limit) { return dimension == Dimension::count && limit <= 0; }

/// " with ups-b lost".
std::string with(const std::string& scenario) {
  return scenario.empty() || scenario == "normal" ? std::string() : " with " + scenario;
}

}  // namespace

std::string words_of(const Shortage& shortage) {
  if (is_yes_or_no(shortage.dimension, shortage.limit)) {
    return fmt::format("{} ({}){}: it takes {}", shortage.element, rule_id(shortage.rule), with(shortage.scenario),
                       shortage.one_buys);
  }
  const bool is_over = shortage.left < -1e-9 * std::abs(shortage.limit);
  const std::string left = is_over ? amount(shortage.dimension, -shortage.left) + " too much already"
                                   : amount(shortage.dimension, std::max(0.0, shortage.left)) + " left";
  return fmt::format("{} ({}){}: {} of {}, {} needed, {} short; one buys {}", shortage.element, rule_id(shortage.rule),
                     with(shortage.scenario), left, stated(shortage.dimension, shortage.limit),
                     amount(shortage.dimension, shortage.needed), amount(shortage.dimension, shortage.short_by()),
                     shortage.one_buys);
}

namespace {

/// "bus-a 98 kW more than its 704 kW with bus-b lost, bus-b 98 kW more than its 704 kW with bus-a lost"
std::string words_of(const std::vector<Raise>& each, Dimension dimension) {
  constexpr std::size_t kNamed = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(kNamed, each.size()); ++i) {
    out += fmt::format("{}{} {} more than its {}{}", i > 0 ? ", " : "", each[i].element, amount(dimension, each[i].by),
                       stated(dimension, each[i].limit), with(each[i].scenario));
  }
  return each.size() > kNamed ? out + fmt::format(" and {} more", each.size() - kNamed) : out;
}

}  // namespace

std::string words_of(const Relief& relief) {
  if (is_yes_or_no(relief.dimension, relief.limit)) {
    return fmt::format("{} ({}){}: it takes {}", named(relief.elements), rule_id(relief.rule), with(relief.scenario),
                       relief.one_buys);
  }
  if (!relief.each.empty()) {
    return fmt::format("all {} of these ({}): {}; one buys {}", relief.each.size(), rule_id(relief.rule),
                       words_of(relief.each, relief.dimension), relief.one_buys);
  }
  if (relief.by_share > 0 && is_temperature(relief.dimension)) {
    return fmt::format("all {} of {} ({}): {} more of each, on {} of the largest; one buys {}", relief.elements.size(),
                       rule_id(relief.rule), named(relief.elements),
                       amount(relief.dimension, relief.by_share * relief.limit), stated(relief.dimension, relief.limit),
                       relief.one_buys);
  }
  if (relief.by_share > 0) {
    return fmt::format("all {} of {} ({}): {} more of each, {} on {} of the largest; one buys {}",
                       relief.elements.size(), rule_id(relief.rule), named(relief.elements), percent(relief.by_share),
                       amount(relief.dimension, relief.by_share * relief.limit), amount(relief.dimension, relief.limit),
                       relief.one_buys);
  }
  const std::string share =
      has_share(relief) ? fmt::format(", {} of that", percent(relief.by_of_limit)) : std::string();
  return fmt::format("{} ({}){}: {} more than its {}{}; one buys {}", relief.elements.front(), rule_id(relief.rule),
                     with(relief.scenario), amount(relief.dimension, relief.by), stated(relief.dimension, relief.limit),
                     share, relief.one_buys);
}

std::vector<const Check*> worst_losses(const verdict::Verdict& verdict) {
  std::map<std::string_view, const Check*> worst;
  for (const Check& check : verdict.checks) {
    const bool lost = check.scenario.find("lost") != std::string::npos;
    const bool shares = check.sense == Sense::at_most && check.limit > 0 && takes_margin(check.dimension);
    if (!lost || !shares || check.status == Status::undecided) continue;
    const Check*& one = worst[rule_domain(check.rule)];
    if (one == nullptr || utilisation(check) > utilisation(*one)) one = &check;
  }
  std::vector<const Check*> out;
  out.reserve(worst.size());
  for (const auto& [domain, check] : worst) out.push_back(check);
  return out;
}

std::string text_of(const Explanation& explanation, const verdict::Verdict& verdict) {
  std::string out =
      fmt::format("{} stand{}; at most {} possible{}\n", racks_text(explanation.racks),
                  explanation.phase.empty() ? "" : " in " + explanation.phase, racks_text(explanation.bound),
                  explanation.bound > explanation.racks             ? ""
                  : explanation.certified_bound > explanation.racks ? ": no plan has more, on a solver's word alone"
                                                                    : ": no plan has more");
  out += wrapped("  ", "what bounds it: " + explanation.bound_by);
  if (explanation.out_of_time) out += "  searches ran out of time: another run may find more\n";
  if (!explanation.complete) out += "  interrupted: what follows is not all\n";
  out += plant_text(explanation);
  out += failures(verdict, explanation.plant);
  out += "\nOne rack more, the placed ones frozen, and with all free to move\n";
  std::set<std::string> told;  // demands for the same type ask the same
  for (const OneRack& one : explanation.one_rack) {
    const std::string text = one_rack(one);
    if (told.insert(text).second) out += text;
  }
  out += "\nOne scalable unit more, the placed racks frozen, and with all free to move\n";
  for (const OneUnit& one : explanation.one_unit) out += one_unit(one);
  out += demand_words(explanation);
  out += gains_text(explanation);
  out += next_text(explanation);
  out += more_text(explanation);
  out += phasing_text(explanation);
  out += losses(verdict);
  out += stages_text(explanation.stages);
  out += "\n" + wrapped("",
                        "The bound covers power, space, floor, coolant, air by balance and supply; not the air's "
                        "temperature field nor pressures in pipes.");
  return out;
}

}  // namespace hallplan::explain
