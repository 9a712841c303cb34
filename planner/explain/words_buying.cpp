// What purchases gain, one after the other and together, what phases cost and where capacity goes, as text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "planner/base/text.hpp"
#include "planner/explain/words_parts.hpp"

namespace hallplan::explain {
namespace {

std::string gain_words(const Gain& gain) {
  if (gain.found < 0) {
    return fmt::format("{} fewer: with it the racks as they stand fail {}", racks_text(-gain.found),
                       gain.breaks.empty() ? "a check" : join(gain.breaks, "; "));
  }
  const bool proven = gain.least == gain.found && (gain.found > 0 || gain.most == 0);
  std::string out = proven ? fmt::format("+{}, proven", racks_text(gain.found))
                           : fmt::format("+{} found, {} to {} possible", racks_text(gain.found), gain.least, gain.most);
  if (gain.found == gain.most) out += "; no more with it: " + gain.next;
  return out;
}

/// 1250000 as "1 250 000".
std::string digits(double value) {
  std::string out = fmt::format("{:.0f}", value);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, " ");
  return out;
}

std::string price_text(double price, const std::string& currency) {
  return digits(price) + (currency.empty() ? "" : " " + printable(currency));
}

/// "with it come: 13.7 kW drawn at its nameplate, 1086 kg, 1.12 m2 of floor, 2 feeds". Empty where nothing is known. Spare units run as the
/// others do, so that each piece adds all its power.
std::string brought(const Brings& brings) {
  std::vector<std::string> parts;
  if (brings.power_w > 0)
    parts.push_back(amount(Dimension::power, brings.power_w) + " drawn at its nameplate, as all units run");
  if (brings.mass_kg > 0) parts.push_back(amount(Dimension::mass, brings.mass_kg));
  if (brings.floor_m2 > 0) parts.push_back(fmt::format("{:.3g} m2 of floor", brings.floor_m2));
  if (brings.feeds > 0) parts.push_back(fmt::format("{} {}", brings.feeds, brings.feeds == 1 ? "feed" : "feeds"));
  return parts.empty() ? "" : "with it come: " + join(parts, ", ");
}

/// "a CDU in every group (4 pieces, 1 000 000 EUR, 26 weeks)"
std::string head_of(const Line& line, const std::string& currency) {
  std::string out = line.what + fmt::format(" ({} {}", line.pieces, line.pieces == 1 ? "piece" : "pieces");
  if (line.price) out += ", " + price_text(*line.price, currency);
  if (line.lead_time_weeks > 0) {
    out += fmt::format(", {} {}", line.lead_time_weeks, line.lead_time_weeks == 1 ? "week" : "weeks");
  }
  return out + ")";
}

/// "2 times ", of several steps.
std::string times(const Line& line) { return line.steps > 1 ? fmt::format("{} times ", line.steps) : ""; }

/// What a rack costs by a purchase that gains some.
std::string a_rack(const Gain& gain, const std::string& currency) {
  if (gain.found <= 0) return {};
  if (gain.price) return fmt::format("; {} a rack", price_text(*gain.price / gain.found, currency));
  const std::string racks = fmt::format("{:.3g}", static_cast<double>(gain.found) / gain.pieces);
  return fmt::format("; {} {} a piece", racks, racks == "1" ? "rack" : "racks");
}

std::string line_text(std::string_view indent, const Line& line) {
  std::string out = wrapped(indent, line.detail);
  if (const std::string words = brought(line.brings); !words.empty()) out += wrapped(indent, words);
  return out + wrapped(indent, "not looked at: " + line.besides);
}

/// What stands under the line of a purchase.
std::string under(const Gain& gain) {
  std::string out = line_text("    ", gain);
  if (!gain.then_fails.empty()) out += wrapped("    ", "but then fails: " + join(gain.then_fails, "; "));
  return out;
}

std::string cost_text(const More& more, double cost, const std::string& currency) {
  if (more.priced) return price_text(cost, currency);
  return fmt::format("{:.0f} {}", cost, cost == 1 ? "piece" : "pieces");
}

std::string failing_text(const More& more, const std::string& currency) {
  if (more.failing_cost < 0) return {};
  return wrapped("  ", fmt::format("{} would hold them, but then fails: {}",
                                   cost_text(more, more.failing_cost, currency), join(more.then_fails, "; ")));
}

std::string more_lines(const More& more, const std::string& currency) {
  std::string out;
  if (!more.unpriced.empty()) out += wrapped("  ", "left out, as they have no price: " + join(more.unpriced, "; "));
  if (!more.found) {
    const std::string why =
        more.impossible
            ? fmt::format(
                  "no set of up to {} steps of each of these purchases makes room for them, proven by the bound: ",
                  kMostSteps)
            : "no set of purchases was found: ";
    out += wrapped("  ", why + more.why_not);
    if (!more.impossible) {
      out += wrapped("  ", "what they need costs at least " + cost_text(more, more.least_cost, currency));
    }
    return out + failing_text(more, currency);
  }
  if (more.lines.empty()) {
    out += wrapped("  ", fmt::format("nothing needs to be bought: the hall holds {} as it is", racks_text(more.racks)));
  } else {
    const std::string least =
        more.with_singles
            ? fmt::format("device by device, where whole steps cost {}; the least is between {} and that",
                          cost_text(more, more.whole_steps_cost, currency), cost_text(more, more.least_cost, currency))
        : more.cost <= more.least_cost
            ? fmt::format(
                  "no cheaper set of these steps, up to {} of each, allows them, proven by the bound (a step takes "
                  "all the pieces it names)",
                  kMostSteps)
            : fmt::format("found; the least is between {} and that", cost_text(more, more.least_cost, currency));
    out += wrapped("  ",
                   fmt::format("{} for {} in all{}; {}", cost_text(more, more.cost, currency), racks_text(more.racks),
                               more.bound > more.racks ? fmt::format(" (at most {})", more.bound) : "", least));
  }
  if (more.single_searches > 0 || more.singles_unfinished) {
    out += wrapped("  ", fmt::format("single devices in place of all of a kind: {} searched{}{}", more.single_searches,
                                     more.with_singles ? "" : ", none cheaper",
                                     more.singles_unfinished ? "; no searches are left, fewer devices may do" : ""));
  }
  int weeks = 0;
  for (const Line& line : more.lines) {
    out += wrapped("    ", times(line) + head_of(line, currency)) + line_text("      ", line);
    weeks = std::max(weeks, line.lead_time_weeks);
  }
  if (weeks > 0) out += wrapped("  ", fmt::format("all of it runs after {} weeks", weeks));
  out += wrapped("  ", fmt::format("the plan with it: verdict {}{}", more.verdict,
                                   more.fails.empty() ? ", nothing fails"
                                                      : "; what fails without it too: " + join(more.fails, "; ")));
  return out + failing_text(more, currency);
}

/// Proven, and nothing that holds now fails with it.
bool gains_nothing(const Gain& gain) {
  return !gain.searched || (gain.found == 0 && gain.most <= 0 && gain.then_fails.empty());
}

/// A device, or a pair of them, whose search found nothing.
bool idle_single(const Gain& gain) { return !gain.devices.empty() && gain.searched && gain.found == 0; }

/// How many single devices were looked at, and how.
std::string looked_text(const Looked& looked) {
  if (looked.candidates == 0) return {};
  std::string out = fmt::format("single devices and pairs: {} thought of, {} excluded by the bound, {} searched",
                                looked.candidates, looked.excluded, looked.searched);
  if (looked.left > 0) {
    out += fmt::format("; {} not searched: all of their kind gain nothing, or others promise as much", looked.left);
  }
  return wrapped("  ", out);
}

}  // namespace

std::string plant_text(const Explanation& explanation) {
  constexpr std::size_t kShown = 6;
  if (explanation.plant.empty()) return {};
  std::string out = "\nWhat plant fails by itself, without any rack\n";
  for (std::size_t i = 0; i < std::min(kShown, explanation.plant.size()); ++i) {
    const PlantFailure& one = explanation.plant[i];
    std::string words = fmt::format("{}: {}, {}", rule_id(one.rule), one.where, one.scenario);
    if (one.has_numbers) {
      words += fmt::format(": {} {} the {} that {}", amount(one.dimension, std::abs(one.value - one.limit)),
                           one.at_most ? "above" : "below", stated(one.dimension, one.limit),
                           one.at_most ? "are allowed" : "are asked");
    }
    out += wrapped("  ", words + (one.arithmetic.empty() ? "" : "; " + one.arithmetic));
    if (!one.mend) {
      out += fmt::format("    no purchase of up to {} steps mends it by itself\n", kMostSteps);
      continue;
    }
    out += wrapped("    ", "no longer fails with " + times(*one.mend) + head_of(*one.mend, explanation.currency) +
                               ", tried: " + one.mend->detail);
    if (!one.then_fails.empty()) out += wrapped("    ", "but then fails: " + join(one.then_fails, "; "));
  }
  if (explanation.plant.size() > kShown) out += fmt::format("  and {} more\n", explanation.plant.size() - kShown);
  return out;
}

std::string gains_text(const Explanation& explanation) {
  if (explanation.gains.empty()) return {};
  bool priced = true;
  for (const Gain& gain : explanation.gains) priced = priced && (gain.found <= 0 || gain.price);
  const bool any_price = priced && explanation.gains.front().price;
  std::string out = fmt::format("\nWhat a purchase gains: the whole hall searched anew with it, most {} first\n",
                                any_price ? "for its price" : "a piece");
  if (!explanation.demand_met && explanation.base_racks > explanation.racks) {
    out += wrapped("  ",
                   fmt::format("against the {} that the search places without a purchase, at most {}; the plan has {}",
                               explanation.base_racks, explanation.base_bound, explanation.racks));
  }
  if (explanation.demand_met) {
    out += wrapped("  ", fmt::format("against as many racks as fit, whatever is demanded: {} found, at most {}; {}",
                                     explanation.base_racks, explanation.base_bound, explanation.base_by));
  }
  std::vector<std::string> nothing, together, alone;
  int most_together = 0;
  for (const Gain& gain : explanation.gains) {
    if (gains_nothing(gain)) {
      nothing.push_back(gain.what);
    } else if (gain.together) {
      together.push_back(gain.what);
      most_together = std::max(most_together, gain.most);
    } else if (idle_single(gain)) {
      alone.push_back(fmt::format("{} (at most {})", gain.what, gain.most));
    }
  }
  if (!nothing.empty()) out += wrapped("  ", "no rack more, proven by the bound: " + join(nothing, "; "));
  if (!together.empty()) {
    out += wrapped("  ", fmt::format("no rack more found, not even with all of these at once; by the bound each allows "
                                     "at most {} more: {}",
                                     most_together, join(together, "; ")));
  }
  if (!alone.empty()) out += wrapped("  ", "no rack more found by itself: " + join(alone, "; "));
  out += looked_text(explanation.singles);
  for (const Gain& gain : explanation.gains) {
    if (gains_nothing(gain) || gain.together || idle_single(gain)) continue;
    out += wrapped("  ",
                   head_of(gain, explanation.currency) + ": " + gain_words(gain) + a_rack(gain, explanation.currency));
    out += under(gain);
  }
  return out;
}

std::string next_text(const Explanation& explanation) {
  std::string out;
  if (!explanation.next.empty()) {
    out = "\nBought one after the other, each against the hall with those before it\n";
    int count = 0;
    for (const Gain& gain : explanation.next) {
      out += wrapped("  ", fmt::format("{}. {}: {}, {} in all{}", ++count, head_of(gain, explanation.currency),
                                       gain_words(gain), racks_text(gain.racks), a_rack(gain, explanation.currency)));
      out += under(gain);
    }
    out += wrapped("  ", "what binds then: " + explanation.then_by);
  }
  if (explanation.together) {
    out += "\nNo single purchase gains a rack; for one more, together\n" +
           more_lines(*explanation.together, explanation.currency);
  }
  return out;
}

std::string more_text(const Explanation& explanation) {
  if (!explanation.more) return {};
  const More& more = *explanation.more;
  return fmt::format("\nFor {} more, {} in all: the set of purchases that {}\n", racks_text(more.wanted), more.target,
                     more.priced ? "costs least" : "has fewest pieces, as none has a price") +
         more_lines(more, explanation.currency);
}

std::string phasing_text(const Explanation& explanation) {
  if (!explanation.phasing) return {};
  constexpr double kDaysAMonth = 365.2425 / 12;
  const Phasing& phasing = *explanation.phasing;
  std::string out = "\nThe price of phasing\n";
  for (const Stage& stage : explanation.stages) {
    out += wrapped("  ", fmt::format("{} from {}: {}{}", stage.id, stage.date, racks_text(stage.racks),
                                     stage.bound > stage.racks
                                         ? fmt::format("; the hall as it then is holds at most {}", stage.bound)
                                         : "; the hall as it then is holds no more"));
  }
  const int last = phasing.racks;
  if (phasing.bound <= last) {
    out +=
        wrapped("  ", fmt::format("planned at once as it is built out: no rack more, {}; {}",
                                  phasing.certified <= last ? "proven" : "on a solver's word alone", racks_text(last)));
  } else {
    out +=
        wrapped("  ", fmt::format("planned at once as it is built out: {} found, at most {}: phasing costs {} found, "
                                  "{} to {} possible",
                                  phasing.at_once, phasing.bound, racks_text(phasing.at_once - last),
                                  phasing.at_once - last, phasing.bound - last));
  }
  return out + wrapped("  ", fmt::format("against all of them from {} on: {:.1f} rack-months later",
                                         explanation.stages.front().id, phasing.rack_days / kDaysAMonth));
}

std::string stages_text(const std::vector<Stage>& stages) {
  std::string out;
  for (const Stage& stage : stages) {
    out += fmt::format(
        "\nWhere capacity goes{}: used in normal running, held for the worst loss of each element, stranded\n",
        stage.id.empty() ? "" : " in " + stage.id);
    for (const Fall& fall : stage.falls) {
      const auto words = [&](double si) { return amount(fall.dimension, si); };
      std::string line = fmt::format("{} x {}: {} = {} used + {} held + {} stranded", fall.elements, fall.name,
                                     words(fall.capacity), words(fall.used), words(fall.held), words(fall.stranded));
      if (!fall.stranded_by.empty()) line += " by " + fall.stranded_by;
      if (fall.over > 0) line += fmt::format("; {} above capacity", words(fall.over));
      line += fmt::format("; tightest {}: {} left{}", fall.tightest, words(fall.left),
                          fall.scenario == "normal" ? "" : " with " + fall.scenario);
      if (fall.at_least) line += "; more is used: parts are not known";
      out += wrapped("  ", line);
    }
  }
  return out;
}

}  // namespace hallplan::explain
