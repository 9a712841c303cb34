#include "planner/network/write_inp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>
#include <variant>

#include "planner/base/text.hpp"
#include "planner/network/inp.hpp"
#include "planner/network/inp_curves.hpp"
#include "planner/network/parts.hpp"

namespace hallplan::network {
namespace {

constexpr double kLitre_m3 = 1e-3, kMillimetre_m = 1e-3;
constexpr double kValve_m = 0.1;  ///< of valves that have no diameter of their own
constexpr std::size_t kMostComment = 120;

/// Words of others as a comment: one line, nothing that ends it.
std::string comment(const std::string& text) {
  std::string made = printable(text.substr(0, kMostComment));
  std::replace(made.begin(), made.end(), '\n', ' ');
  return made;
}

bool is_by_hazen_williams(const Link& link) {
  const auto* const pipe = std::get_if<Pipe>(&link.law);
  return pipe != nullptr && pipe->friction == FrictionLaw::hazen_williams;
}

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network), held_(parts_of(network).held) {
    const auto is_pipe = [](const Link& link) { return std::holds_alternative<Pipe>(link.law); };
    const std::vector<Link>& links = network.links;
    hazen_williams_ = std::any_of(links.begin(), links.end(), is_pipe) &&
                      std::all_of(links.begin(), links.end(),
                                  [&](const Link& link) { return !is_pipe(link) || is_by_hazen_williams(link); });
  }

  std::string run(const std::vector<std::string>& about) {
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) node(i);
    for (const Link& link : network_.links) add(link);
    std::string out;
    for (const std::string& line : about) out += "; " + comment(line) + "\n";
    out += "; Made by hallplan for EPANET 2.2. What EPANET carries otherwise:\n";
    for (const std::string& note : notes()) out += "; - " + note + "\n";
    out += section("TITLE", "", "hallplan\n");
    out += section("JUNCTIONS", ";id elevation_m demand_l_per_s", junctions_);
    out += section("RESERVOIRS", ";id head_m", reservoirs_);
    out += section("PIPES", ";id from to length_m diameter_mm roughness minor_loss status", pipes_);
    out += section("PUMPS", ";id from to", pumps_);
    out += section("VALVES", ";id from to diameter_mm type setting minor_loss", valves_);
    out += section("STATUS", ";id", status_);
    out += section("CURVES", ";id flow_l_per_s head_m", curves_);
    out += section("OPTIONS", "", options());
    out += section("TIMES", "", "DURATION 0\n");
    out += section("REPORT", "", "NODES ALL\nLINKS ALL\n");
    return out + "\n[END]\n";
  }

 private:
  static std::string section(const std::string& name, const std::string& columns, const std::string& lines) {
    if (lines.empty()) return {};
    return "\n[" + name + "]\n" + (columns.empty() ? "" : columns + "\n") + lines;
  }

  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> made;
    if (!hazen_williams_) {
      made.emplace_back("friction: Swamee and Jain in place of Colebrook and White, up to 3 % of a pipe's loss;");
      made.emplace_back("  pipes are 0.08 % longer here, since EPANET takes gravity for 32.2 ft/s2");
    }
    made.emplace_back("pressures: a node that holds one is a reservoir at the head of it");
    if (sampled_) made.emplace_back("drops by flow: valves (GPV) with curves of straight pieces, within 0.1 %");
    if (limited_) {
      made.emplace_back("flow limits of valves and pumps: a valve (FCV) behind each, which does not throttle");
      made.emplace_back("  below the least flow of a real one and never fails; EPANET warns where it is open");
    }
    if (checked_) made.emplace_back("check valves of other things than pipes: a wide pipe of 10 mm behind each");
    if (rising_)
      made.emplace_back("pumps: gains that rise before they fall lose the rising part, which EPANET refuses");
    if (made_up_) made.emplace_back("a loop without a held pressure: its first node is a reservoir at its own height");
    if (!network_.tees.empty())
      made.emplace_back("what streams lose at tees, by the share that parts there: not at all");
    made.emplace_back("heat, temperatures, and what racks ask for: not at all");
    return made;
  }

  [[nodiscard]] std::string options() const {
    const double kinematic = network_.fluid.viscosity_pa_s / network_.fluid.density_kg_per_m3;
    return fmt::format(
        "UNITS LPS\nHEADLOSS {}\nSPECIFIC GRAVITY {:.10g}\nVISCOSITY {:.10g}\nPRESSURE KPA\nTRIALS 200\nACCURACY "
        "0.00001\nUNBALANCED STOP\n",
        hazen_williams_ ? "H-W" : "D-W", network_.fluid.density_kg_per_m3 / kEpanetWater_kg_per_m3,
        kinematic / kEpanetWater_m2_per_s);
  }

  [[nodiscard]] double head_m(double pa) const { return pa / (network_.fluid.density_kg_per_m3 * kGravity_m_per_s2); }

  /// What stands behind a line where its id is not the user's.
  static std::string whole(const std::string& name, const std::string& id) {
    return name == id ? "\n" : "  ; " + comment(id) + "\n";
  }

  void node(std::size_t number) {
    const Node& one = network_.nodes[number];
    ids_.push_back(nodes_.name(one.id));
    if (held_[number]) {
      made_up_ = made_up_ || !one.pressure_pa;
      reservoirs_ += fmt::format("{} {:.10g}{}", ids_.back(), one.elevation_m + head_m(one.pressure_pa.value_or(0)),
                                 whole(ids_.back(), one.id));
    } else {
      junctions_ += fmt::format("{} {:.10g} {:.10g}{}", ids_.back(), one.elevation_m, one.demand_m3_per_s / kLitre_m3,
                                whole(ids_.back(), one.id));
    }
  }

  /// A node that the network has not, between two parts of one link.
  std::string between(const Link& link, const std::string& part) {
    std::string made = nodes_.name(link.id + " " + part);
    junctions_ += fmt::format("{} {:.10g} 0\n", made, network_.nodes[link.to].elevation_m);
    return made;
  }

  /// The thing itself, its flow limit behind it, and a short pipe where that needs one: EPANET wants none beside a reservoir.
  void add(const Link& link) {
    const bool checks_itself = std::holds_alternative<Pump>(link.law) || is_plain_pipe(link);
    const bool check = link.one_way && !checks_itself;
    const bool limit = link.most_flow_m3_per_s.has_value();
    const bool end = check || (limit && held_[link.to]);
    std::string at = ids_[link.from];
    const std::string last = ids_[link.to];
    const std::string after_thing = limit || end ? between(link, "limited") : last;
    thing(link, at, after_thing);
    at = after_thing;
    if (limit) {
      limited_ = true;
      const std::string next = end ? between(link, "end") : last;
      const std::string name = links_.name(link.id + " limit");
      valves_ += fmt::format("{} {} {} {:.10g} FCV {:.10g} 0\n", name, at, next, kValve_m / kMillimetre_m,
                             *link.most_flow_m3_per_s / kLitre_m3);
      at = next;
    }
    if (!end) return;
    checked_ = checked_ || check;
    pipes_ += fmt::format("{} {} {} 0.01 1000 {} 0 {}\n", links_.name(link.id + " end"), at, last,
                          hazen_williams_ ? 140 : 0.001, check ? "CV" : "Open");
  }

  [[nodiscard]] bool is_plain_pipe(const Link& link) const {
    return std::holds_alternative<Pipe>(link.law) && is_by_hazen_williams(link) == hazen_williams_;
  }

  void thing(const Link& link, const std::string& from, const std::string& to) {
    const std::string name = links_.name(link.id);
    const std::string ends = name + " " + from + " " + to;
    if (is_plain_pipe(link)) return pipe(link, ends, name);
    if (!is_open(link)) status_ += name + " Closed\n";
    const auto* const resistance = std::get_if<Resistance>(&link.law);
    const auto* const drop = std::get_if<DropCurve>(&link.law);
    const bool lossless = drop != nullptr && drop->points.empty();
    if (const auto* const pump = std::get_if<Pump>(&link.law)) {
      bool rises = false;
      const std::string curve = curve_of(gain_points(*pump, rises));
      rising_ = rising_ || rises;
      pumps_ += fmt::format("{} HEAD {}", ends, curve);
      if (pump->speed > 0 && pump->speed != 1) pumps_ += fmt::format(" SPEED {:.10g}", pump->speed);
      pumps_ += whole(name, link.id);
    } else if (lossless || (resistance != nullptr && resistance->linear_pa_s_per_m3 == 0)) {
      const double square = lossless ? 0 : resistance->square_pa_s2_per_m6;
      const double k = square / of_k(1, kValve_m, network_.fluid).square_pa_s2_per_m6;
      valves_ += fmt::format("{} {:.10g} TCV {:.10g} 0{}", ends, kValve_m / kMillimetre_m, k, whole(name, link.id));
    } else {
      sampled_ = true;
      valves_ += fmt::format("{} {:.10g} GPV {} 0{}", ends, kValve_m / kMillimetre_m,
                             curve_of(loss_points(link.law, network_.fluid)), whole(name, link.id));
    }
  }

  void pipe(const Link& link, const std::string& ends, const std::string& name) {
    constexpr double kSmooth_m = 1e-9;  // EPANET wants more than none
    const Pipe& pipe = std::get<Pipe>(link.law);
    const double rough =
        hazen_williams_ ? pipe.hazen_williams_c : std::max(pipe.roughness_m, kSmooth_m) / kMillimetre_m;
    const double length_m = hazen_williams_ ? pipe.length_m : pipe.length_m / kEpanetStretch;
    pipes_ += fmt::format("{} {:.10g} {:.10g} {:.10g} {:.10g} {}{}", ends, length_m, pipe.diameter_m / kMillimetre_m,
                          rough, pipe.minor_k,
                          !link.open     ? "Closed"
                          : link.one_way ? "CV"
                                         : "Open",
                          whole(name, link.id));
  }

  /// Its id; things of one kind share one.
  std::string curve_of(const std::vector<CurvePoint>& points) {
    std::string lines;
    for (const CurvePoint& point : points) {
      lines += fmt::format(" {:.10g} {:.10g}\n", point.flow_m3_per_s / kLitre_m3, head_m(point.pa));
    }
    const auto [at, fresh] = curve_by_points_.try_emplace(lines, fmt::format("c{}", curve_by_points_.size() + 1));
    if (fresh) {
      for (std::size_t start = 0; start < lines.size(); start = lines.find('\n', start) + 1) {
        curves_ += at->second + lines.substr(start, lines.find('\n', start) + 1 - start);
      }
    }
    return at->second;
  }

  const Network& network_;
  std::vector<bool> held_;
  bool hazen_williams_ = false;
  bool sampled_ = false, limited_ = false, checked_ = false, rising_ = false, made_up_ = false;
  InpNames nodes_, links_;
  std::vector<std::string> ids_;  ///< a node
  std::map<std::string, std::string> curve_by_points_;
  std::string junctions_, reservoirs_, pipes_, pumps_, valves_, status_, curves_;
};

}  // namespace

std::string InpNames::name(const std::string& id) {
  std::string whole;
  for (const char c : id) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    whole += fits ? c : '_';
  }
  if (whole.empty()) whole = "_";
  const std::string cut = whole.substr(0, kMostLetters);
  if (taken_.insert(cut).second) return cut;
  int& number = next_.try_emplace(cut, 2).first->second;
  for (;;) {
    const std::string end = fmt::format("_{}", number++);
    const std::string made = whole.substr(0, kMostLetters - end.size()) + end;
    if (taken_.insert(made).second) return made;
  }
}

std::string write_inp(const Network& network, const std::vector<std::string>& about) {
  return Writer(network).run(about);
}

}  // namespace hallplan::network
