#include "planner/verdict/candidate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace hallplan::verdict {
namespace {

constexpr double kProbe = 1e-3;    ///< first step, as a share of the reach
constexpr double kHopeless = 2;    ///< predictions beyond are dropped; margins bend, so those a little beyond are not
constexpr double kClose = 1.5e-3;  ///< of the reach: a part in a thousand of the value, 0.02 K

/// Lengths that are guessed and not drawn, and whether plant (else the layout) hangs on them.
struct GuessedLength {
  std::string_view name;
  Domains domains;
};
constexpr Domains kLayout{true, false, false}, kPlant{false, true, false};
constexpr std::array kGuessedLengths = {GuessedLength{"elevation", kPlant},
                                        GuessedLength{"rated_elevation", kPlant},
                                        GuessedLength{"ceiling", {true, true, false}},
                                        GuessedLength{"overhead", kLayout},
                                        GuessedLength{"height", kLayout},
                                        GuessedLength{"clearance_front", kLayout},
                                        GuessedLength{"clearance_rear", kLayout},
                                        GuessedLength{"slack", kLayout},
                                        GuessedLength{"drop", kLayout},
                                        GuessedLength{"reach", kLayout},
                                        GuessedLength{"roughness", kPlant}};

/// What floor density hangs on.
bool is_of_rack_type(const std::string& path) {
  return path.starts_with("rack_types.") || path.find(": rack.") != std::string::npos;
}

/// Where walls and rows stand is drawn, not guessed: those lengths are left alone.
std::optional<Domains> domains_moved_by(const Movable& value) {
  switch (value.dimension) {
    case Dimension::length: {
      if (value.path.ends_with("rear_door.depth")) return kLayout;
      const std::string_view name = std::string_view(value.path).substr(value.path.rfind('.') + 1);
      const auto* const found = std::find_if(kGuessedLengths.begin(), kGuessedLengths.end(),
                                             [&](const GuessedLength& length) { return length.name == name; });
      return found == kGuessedLengths.end() ? std::nullopt : std::optional(found->domains);
    }
    case Dimension::count:
      return std::nullopt;
    case Dimension::mass:
    case Dimension::floor_load:
    case Dimension::linear_load:
      return kLayout;
    case Dimension::power_density:
      return Domains{false, false, true};
    case Dimension::fraction:
      return Domains{true, true, is_of_rack_type(value.path) || value.path.starts_with("basis.")};
    case Dimension::power:
      return Domains{false, true, is_of_rack_type(value.path)};
    default:
      return kPlant;
  }
}

/// How far a value has to be moved, down and up, until no check of a failing rule fails.
struct Mend {
  double down = 0, up = 0;

  void add(double crossing) {
    down = std::max(down, crossing < 0 ? -crossing : kNever);
    up = std::max(up, crossing > 0 ? crossing : kNever);
  }
  [[nodiscard]] double nearest() const { return down < up ? -down : up; }
};

/// Where the answer changes on one side of the value: between what was seen unchanged and what was seen changed.
class Bracket {
 public:
  Bracket(Trial& trial, const Candidate& candidate, double sign) : trial_(trial), candidate_(candidate), sign_(sign) {
    rest_ = trial.statuses_with(candidate.value, 0);
  }

  /// Tries a place beyond what is known to be unchanged and before what is known to be changed; others are left.
  void look(double at) {
    if (at <= near_ || at >= far_ || at > kFarthest) return;
    checks_ = trial_.checks_with(candidate_.value, sign_ * at);
    (changed() ? far_ : near_) = at;
    last_ = at;
  }

  /// Where the nearest margin that shrinks would be used up, from the last look and the value itself.
  [[nodiscard]] double estimate(const Margins& before) const {
    double nearest = kNever;
    for (const auto& [key, after] : margins_of(checks_)) {
      const auto found = before.find(key);
      if (found == before.end() || (candidate_.mends && rule_id(std::get<0>(key)) != candidate_.rule)) continue;
      const double slope = (after.first - found->second.first) / last_;
      const double crossing = slope == 0 ? kNever : -found->second.first / slope;
      if (crossing > 0) nearest = std::min(nearest, crossing);
    }
    return nearest;
  }

  void halve_until_close() {
    while (far_ <= kFarthest && far_ - near_ > kClose) look(0.5 * (near_ + far_));
  }

  [[nodiscard]] bool is_found() const { return far_ <= kFarthest; }
  [[nodiscard]] double near() const { return sign_ * near_; }
  [[nodiscard]] double far() const { return sign_ * far_; }

 private:
  [[nodiscard]] bool changed() const {
    const Statuses now = by_rule(checks_);
    if (!candidate_.mends) return !same(rest_, now);
    return std::any_of(now.begin(), now.end(), [&](const auto& each) {
      return rule_id(each.first) == candidate_.rule && each.second != status_of(rest_, each.first);
    });
  }

  Trial& trial_;
  const Candidate& candidate_;
  double sign_;
  Statuses rest_;
  std::vector<Check> checks_;
  double last_ = 0, near_ = 0, far_ = kNever;
};

bool take(const Bracket& bracket, Candidate& candidate) {
  if (!bracket.is_found()) return false;
  candidate.nearest = bracket.near();
  candidate.seen_at = bracket.far();
  return true;
}

/// Finds the change between the value itself and the far end of its reach; false when there is none.
bool find_within_reach(Trial& trial, Candidate& candidate, double sign) {
  Bracket bracket(trial, candidate, sign);
  bracket.look(kFarthest);
  bracket.halve_until_close();
  return take(bracket, candidate);
}

}  // namespace

std::vector<Candidate> candidates_of(const Trial& trial) {
  std::vector<Candidate> candidates;
  for (const Movable& movable : trial.movables()) {
    const std::optional<Domains> domains = domains_moved_by(movable);
    Candidate candidate;
    candidate.value = movable;
    candidate.value.domains = domains.value_or(Domains{false, false, false});
    candidate.is_moved = domains.has_value();
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

void predict(Trial& trial, const Margins& before, Candidate& candidate) {
  std::map<Rule, Mend> mends;
  for (const auto& [key, after] : margins_of(trial.checks_with(candidate.value, kProbe))) {
    const auto found = before.find(key);
    if (found == before.end()) continue;
    const auto [margin, status] = found->second;
    const double slope = (after.first - margin) / kProbe;
    const double crossing = status != after.second ? kProbe : slope == 0 ? kNever : -margin / slope;
    if (status == Status::fail) mends[std::get<0>(key)].add(std::isfinite(crossing) ? crossing : kNever);
    const bool nearer = std::abs(crossing) < std::abs(candidate.nearest);
    if (!std::isfinite(crossing) || std::abs(crossing) > kHopeless || !nearer) continue;
    candidate.nearest = crossing == 0 ? std::copysign(0.0, -slope) : crossing;
    candidate.rule = rule_id(std::get<0>(key));
  }
  for (const auto& [rule, mend] : mends) {
    const bool nearer = !candidate.mends || std::abs(mend.nearest()) < std::abs(candidate.nearest);
    if (!nearer || std::abs(mend.nearest()) > kFarthest) continue;
    candidate.mends = true;
    candidate.nearest = mend.nearest();
    candidate.rule = rule_id(rule);
  }
}

void confirm(Trial& trial, const Margins& before, Candidate& candidate) {
  const double guess = std::abs(candidate.nearest);
  Bracket bracket(trial, candidate, std::signbit(candidate.nearest) ? -1 : 1);
  bracket.look(std::clamp(guess, kProbe, kFarthest));
  // Margins bend: a second guess through what was seen at the first is near the change, which then lies between two looks.
  const double better = bracket.estimate(before);
  bracket.look(better - 0.4 * kClose);
  bracket.look(better + 0.4 * kClose);
  bracket.look(kFarthest);
  bracket.halve_until_close();
  candidate.is_confirmed = take(bracket, candidate);
  if (!candidate.is_confirmed) candidate.nearest = kNever;
}

void span(Trial& trial, Candidate& candidate) {
  candidate.is_spanned = true;
  candidate.nearest = kNever;
  candidate.is_confirmed = find_within_reach(trial, candidate, -1) || find_within_reach(trial, candidate, 1);
}

}  // namespace hallplan::verdict
