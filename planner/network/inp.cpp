#include "planner/network/inp.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/network/inp_lines.hpp"
#include "planner/network/inp_units.hpp"

namespace hallplan::network {
namespace {

constexpr std::size_t kMostThings = 200'000;
class Reader {
 public:
  Reader(const SourceFiles& files, int file) : file_(file), sections_(inp_sections(files, file, problems_)) {}

  Result<Network> run() {
    each("OPTIONS", [this](const InpLine& line) { option(line); });
    each("PATTERNS", [this](const InpLine& line) { pattern(line); });
    each("CURVES", [this](const InpLine& line) { curve_point(line); });
    each("TIMES", [this](const InpLine& line) { time(line); });
    network_.fluid = {kEpanetWater_kg_per_m3 * gravity_, viscosity_ * kEpanetWater_kg_per_m3 * gravity_};
    each("JUNCTIONS", [this](const InpLine& line) { junction(line); });
    each("RESERVOIRS", [this](const InpLine& line) { reservoir(line); });
    each("TANKS", [this](const InpLine& line) { tank(line); });
    each("DEMANDS", [this](const InpLine& line) { demand(line); });
    each("PIPES", [this](const InpLine& line) { pipe(line); });
    each("PUMPS", [this](const InpLine& line) { pump(line); });
    each("VALVES", [this](const InpLine& line) { valve(line); });
    each("STATUS", [this](const InpLine& line) { status(line); });
    each("CONTROLS", [this](const InpLine& line) { control(line); });
    each("EMITTERS",
         [this](const InpLine& line) { refuse(line, "emitters are not read: they are no part of a loop"); });
    each("LEAKAGE",
         [this](const InpLine& line) { refuse(line, "leakage is not read: what a loop loses it does not carry"); });
    each("RULES", [this](const InpLine& line) { refuse(line, "rules are not read: state what they set in [STATUS]"); });
    if (network_.nodes.empty()) problems_.error(Rule::network_file, {file_, 1, 1}, "the file has no node");
    problems_.sort();
    Result<Network> made;
    if (!problems_.has_errors()) made.value = std::move(network_);
    made.problems = std::move(problems_);
    return made;
  }

 private:
  template <class Read>
  void each(std::string_view section, const Read& read) {
    for (const InpSection& one : sections_) {
      if (one.name != section) continue;
      for (const InpLine& line : one.lines) read(line);
    }
  }

  void refuse(const InpLine& line, std::string why) {
    problems_.error(Rule::network_file, line.words.front().at, std::move(why));
  }
  void refuse(const Word& word, std::string_view expected) {
    problems_.error(Rule::network_file, word.at,
                    fmt::format("{} was expected, '{}' was found", expected, printable(shortened(word.text))));
  }

  /// The number in a word; without the word `otherwise`, and without that a problem.
  double number(const InpLine& line, std::size_t at, std::string_view what, std::optional<double> otherwise = {}) {
    const std::optional<Word> word = line.word(at);
    if (!word) {
      if (!otherwise) refuse(line, fmt::format("{} was expected as word {} of the line", what, at + 1));
      return otherwise.value_or(0);
    }
    const std::optional<double> value = number_in(word->text);
    if (!value) refuse(*word, what);
    return value.value_or(0);
  }
  double above_zero(const InpLine& line, std::size_t at, std::string_view what) {
    const double value = number(line, at, what);
    if (line.word(at) && number_in(line.word(at)->text) && value <= 0)
      refuse(*line.word(at), fmt::format("{} above 0", what));
    return value > 0 ? value : 1;
  }

  void option(const InpLine& line) {
    const Word& key = line.words.front();
    const std::optional<Word> value = line.word(1);
    if (says(key.text, "UNITS") && value) {
      const std::optional<InpUnits> named = inp_units_named(capitals(value->text));
      if (!named) return refuse(*value, "a unit of flow (GPM, LPS, LPM, CMH, ...)");
      units_ = *named;
    } else if (says(key.text, "HEADLOSS") && value) {
      if (says(value->text, "D-W")) {
        friction_ = FrictionLaw::swamee_jain;
      } else if (!says(value->text, "H-W")) {
        refuse(*value, "H-W or D-W");
      }
    } else if (says(key.text, "SPECIFIC") && value && says(value->text, "GRAVITY")) {
      gravity_ = above_zero(line, 2, "a specific gravity");
    } else if (says(key.text, "VISCOSITY")) {
      constexpr double kLeastFactor = 1e-3;  // EPANET takes what is above for a multiple of water's
      const double given = above_zero(line, 1, "a viscosity");
      viscosity_ = given > kLeastFactor ? given * kEpanetWater_m2_per_s : given * units_.length_m() * units_.length_m();
    } else if (says(key.text, "PATTERN") && value) {
      default_pattern_ = std::string(value->text);
    } else if (says(key.text, "DEMAND") && value && says(value->text, "MULTIPLIER")) {
      multiplier_ = number(line, 2, "a multiplier");
    } else if (says(key.text, "DEMAND") && value && says(value->text, "MODEL")) {
      if (line.word(2) && !says(line.word(2)->text, "DDA"))
        refuse(*line.word(2), "DDA (demands that fall with pressure are not read)");
    }
  }

  /// Only a pattern that starts elsewhere than with its first step says anything of time 0.
  void time(const InpLine& line) {
    if (!says(line.words.front().text, "PATTERN") || !line.word(2) || !says(line.word(1)->text, "START")) return;
    if (line.word(2)->text.find_first_not_of("0:.") != std::string_view::npos)
      refuse(*line.word(2), "patterns that start at 0 (later starts are not read)");
  }

  void pattern(const InpLine& line) {
    const auto [at, fresh] = patterns_.try_emplace(std::string(line.words.front().text), 1.0);
    if (fresh) at->second = number(line, 1, "a multiplier");
  }
  double pattern_at_start(const std::optional<Word>& named) {
    const std::string id = named ? std::string(named->text) : default_pattern_;
    const auto found = patterns_.find(id);
    if (found != patterns_.end()) return found->second;
    if (named) refuse(*named, "the id of a pattern");
    return 1;
  }

  void curve_point(const InpLine& line) {
    curves_[std::string(line.words.front().text)].push_back(
        {number(line, 1, "a number"), number(line, 2, "a number")});  // in the file's units: flow and head for pumps
  }

  void add_node(const InpLine& line, double elevation_m, double demand, std::optional<double> pressure_pa) {
    const std::string id(line.words.front().text);
    if (network_.nodes.size() >= kMostThings) return refuse(line, "at most 200,000 nodes are read");
    if (!node_by_id_.try_emplace(id, network_.nodes.size()).second)
      return refuse(line, "this id names another node already");
    network_.nodes.push_back({id, elevation_m, demand, pressure_pa});
  }
  [[nodiscard]] double weight_pa(double height_m) const {
    return network_.fluid.density_kg_per_m3 * kGravity_m_per_s2 * height_m;
  }

  void junction(const InpLine& line) {
    const double drawn = number(line, 2, "a demand", 0.0) * units_.flow_m3_per_s * multiplier_;
    add_node(line, number(line, 1, "an elevation", 0.0) * units_.length_m(), drawn * pattern_at_start(line.word(3)),
             {});
  }
  void reservoir(const InpLine& line) {
    const double share = line.word(2) ? pattern_at_start(line.word(2)) : 1;
    add_node(line, number(line, 1, "a head") * units_.length_m() * share, 0, 0.0);
  }
  void tank(const InpLine& line) {
    const double level_m = number(line, 2, "a level") * units_.length_m();
    add_node(line, number(line, 1, "an elevation") * units_.length_m(), 0, weight_pa(level_m));
    level_m_[std::string(line.words.front().text)] = level_m;
  }

  /// Takes the place of what [JUNCTIONS] says; several add up.
  void demand(const InpLine& line) {
    const std::optional<std::size_t> node = node_named(line, 0);
    if (!node) return;
    double& drawn = network_.nodes[*node].demand_m3_per_s;
    if (restated_.try_emplace(*node, true).second) drawn = 0;
    drawn += number(line, 1, "a demand") * units_.flow_m3_per_s * multiplier_ * pattern_at_start(line.word(2));
  }

  std::optional<std::size_t> node_named(const InpLine& line, std::size_t at) {
    const std::optional<Word> word = line.word(at);
    if (!word) {
      refuse(line, fmt::format("the id of a node was expected as word {} of the line", at + 1));
      return {};
    }
    const auto found = node_by_id_.find(std::string(word->text));
    if (found != node_by_id_.end()) return found->second;
    refuse(*word, "the id of a node");
    return {};
  }

  /// A link between the nodes of the second and third word; nothing where they are none.
  Link* add_link(const InpLine& line, Law law) {
    const std::optional<std::size_t> from = node_named(line, 1), to = node_named(line, 2);
    if (!from || !to) return nullptr;
    const std::string id(line.words.front().text);
    if (network_.links.size() >= kMostThings) {
      refuse(line, "at most 200,000 links are read");
      return nullptr;
    }
    if (!link_by_id_.try_emplace(id, network_.links.size()).second) {
      refuse(line, "this id names another link already");
      return nullptr;
    }
    Link link;
    link.id = id;
    link.from = *from;
    link.to = *to;
    link.law = std::move(law);
    network_.links.push_back(std::move(link));
    return &network_.links.back();
  }

  void pipe(const InpLine& line) {
    Pipe made;
    made.length_m = above_zero(line, 3, "a length") * units_.length_m();
    made.diameter_m = above_zero(line, 4, "a diameter") * units_.diameter_m();
    const double rough = above_zero(line, 5, "a roughness");
    made.friction = friction_;
    if (friction_ != FrictionLaw::hazen_williams) made.length_m *= kEpanetStretch;
    made.hazen_williams_c = friction_ == FrictionLaw::hazen_williams ? rough : 0;
    made.roughness_m = friction_ == FrictionLaw::hazen_williams ? 0 : rough * units_.roughness_m();
    std::optional<Word> state = line.word(7);
    if (line.word(6) && !number_in(line.word(6)->text)) {
      state = line.word(6);
    } else {
      made.minor_k = number(line, 6, "a loss coefficient", 0.0);
    }
    Link* const link = add_link(line, made);
    if (link == nullptr || !state) return;
    if (says(state->text, "CV")) {
      link->one_way = true;
    } else {
      set_state(*link, *state);
    }
  }

  void pump(const InpLine& line) {
    Pump made;
    bool has_curve = false;
    for (std::size_t at = 3; at < line.words.size(); at += 2) {
      const Word& key = line.words[at];
      const std::optional<Word> value = line.word(at + 1);
      if (says(key.text, "HEAD") && value) {
        has_curve = take_curve(*value, made);
      } else if (says(key.text, "SPEED")) {
        made.speed = number(line, at + 1, "a speed");
      } else if (says(key.text, "PATTERN") && value) {
        made.speed = std::max(0.0, pattern_at_start(value));
      } else {
        return refuse(key, "HEAD and the id of a curve, or SPEED (pumps of constant power have no head at no flow)");
      }
    }
    if (!has_curve) return refuse(line, "HEAD and the id of a pump's curve were expected");
    add_link(line, made);
  }

  /// A curve's points; none, and a problem, where it is missing or its flows do not rise.
  std::vector<CurvePoint> curve_named(const Word& id) {
    const auto found = curves_.find(std::string(id.text));
    if (found == curves_.end()) {
      refuse(id, "the id of a curve");
      return {};
    }
    std::vector<CurvePoint> points;
    for (const auto& [flow, head] : found->second) {
      points.push_back({flow * units_.flow_m3_per_s, weight_pa(head * units_.length_m())});
    }
    for (std::size_t i = 1; i < points.size(); ++i) {
      if (points[i].flow_m3_per_s > points[i - 1].flow_m3_per_s) continue;
      refuse(id, "a curve whose flows rise from point to point");
      return {};
    }
    return points;
  }

  /// One point stands for a shut-off head of 4/3 of it and no head at twice its flow, three that begin at no flow for a power of the
  /// flow, any others for themselves.
  bool take_curve(const Word& id, Pump& pump) {
    std::vector<CurvePoint> points = curve_named(id);
    if (points.empty()) return false;
    std::optional<PowerCurve> power;
    if (points.size() == 1) {
      power = power_curve(points[0].pa * 4 / 3, points[0], {2 * points[0].flow_m3_per_s, 0});
    } else if (points.size() == 3 && points[0].flow_m3_per_s == 0) {
      power = power_curve(points[0].pa, points[1], points[2]);
    }
    if (power) {
      pump.curve = *power;
    } else if (points.size() > 1) {
      pump.curve = PointCurve{std::move(points)};
    } else {
      refuse(id, "a curve of heads above 0 that fall");
      return false;
    }
    return true;
  }

  void valve(const InpLine& line) {
    const double diameter_m = above_zero(line, 3, "a diameter") * units_.diameter_m();
    const std::optional<Word> kind = line.word(4);
    if (!kind) return refuse(line, "a kind of valve was expected as word 5 of the line");
    if (says(kind->text, "GPV")) return general_valve(line);
    const double setting = number(line, 5, "a setting");
    const double minor_k = number(line, 6, "a loss coefficient", 0.0);
    const bool throttles = says(kind->text, "TCV");
    if (!throttles && !says(kind->text, "FCV")) return refuse(*kind, "TCV, FCV or GPV (others are not read)");
    Link* const link =
        add_link(line, of_k(throttles ? std::max(setting, minor_k) : minor_k, diameter_m, network_.fluid));
    if (link != nullptr && !throttles) link->most_flow_m3_per_s = setting * units_.flow_m3_per_s;
  }

  /// A general-purpose valve: a curve of head loss by flow. Below its first point a line from the origin (EPANET goes on with the
  /// first two points' line, which may gain head).
  void general_valve(const InpLine& line) {
    const std::optional<Word> id = line.word(5);
    if (!id) return refuse(line, "the id of a curve was expected as word 6 of the line");
    std::vector<CurvePoint> points = curve_named(*id);
    if (points.empty()) return;
    if (points.front().flow_m3_per_s == 0 && points.front().pa == 0) points.erase(points.begin());
    CurvePoint before;
    bool rises = !points.empty();
    for (const CurvePoint& point : points) {
      rises = rises && point.flow_m3_per_s > before.flow_m3_per_s && point.pa > before.pa;
      before = point;
    }
    if (!rises) return refuse(*id, "a curve of losses that rise with flow, from no loss at no flow");
    add_link(line, DropCurve{std::move(points), true});
  }

  void set_state(Link& link, const Word& word) {
    auto* const pump = std::get_if<Pump>(&link.law);
    if (says(word.text, "OPEN")) {
      link.open = true;
    } else if (says(word.text, "CLOSED")) {
      link.open = false;
    } else if (const auto speed = number_in(word.text); pump != nullptr && speed && *speed >= 0) {
      pump->speed = *speed;
    } else {
      refuse(word, pump != nullptr ? "OPEN, CLOSED or a speed" : "OPEN or CLOSED");
    }
  }
  Link* link_named(const InpLine& line, std::size_t at) {
    const std::optional<Word> word = line.word(at);
    const auto found = word ? link_by_id_.find(std::string(word->text)) : link_by_id_.end();
    if (found != link_by_id_.end()) return &network_.links[found->second];
    word ? refuse(*word, "the id of a link") : refuse(line, "the id of a link was expected");
    return nullptr;
  }
  void status(const InpLine& line) {
    Link* const link = link_named(line, 0);
    if (link != nullptr && line.word(1)) set_state(*link, *line.word(1));
  }

  /// LINK id state AT TIME t; LINK id state IF NODE id ABOVE|BELOW level. Only tanks have a level before the flow is known.
  void control(const InpLine& line) {
    const auto word_is = [&](std::size_t at, std::string_view word) {
      return line.word(at) && says(line.word(at)->text, word);
    };
    Link* const link = link_named(line, 1);
    if (link == nullptr || !line.word(2)) return;
    if (word_is(3, "AT")) {
      const std::optional<double> hour = line.word(5) ? number_in(line.word(5)->text) : std::nullopt;
      if (word_is(4, "TIME") && hour == 0.0) set_state(*link, *line.word(2));
      return;
    }
    const bool below = word_is(6, "BELOW");
    if (!word_is(3, "IF") || (!below && !word_is(6, "ABOVE"))) {
      return refuse(line, "a control was expected: LINK id state IF NODE id BELOW level, or AT TIME hours");
    }
    const auto tank = line.word(5) ? level_m_.find(std::string(line.word(5)->text)) : level_m_.end();
    if (tank == level_m_.end()) return refuse(line, "a control by the pressure of a junction is not read");
    const double level_m = number(line, 7, "a level") * units_.length_m();
    if (below ? tank->second < level_m : tank->second > level_m) set_state(*link, *line.word(2));
  }

  int file_;
  Diagnostics problems_;
  std::vector<InpSection> sections_;
  Network network_;
  InpUnits units_;
  FrictionLaw friction_ = FrictionLaw::hazen_williams;
  double gravity_ = 1, viscosity_ = kEpanetWater_m2_per_s, multiplier_ = 1;
  std::string default_pattern_ = "1";
  std::map<std::string, double> patterns_;  ///< at the start
  std::map<std::string, std::vector<std::pair<double, double>>> curves_;
  std::map<std::string, std::size_t> node_by_id_, link_by_id_;
  std::map<std::string, double> level_m_;  ///< of tanks
  std::map<std::size_t, bool> restated_;
};

}  // namespace

Result<Network> read_inp(const SourceFiles& files, int file) { return Reader(files, file).run(); }

}  // namespace hallplan::network
