#include "kernels/transport/problem.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace kernels::transport {
namespace {

/// One duct's part in a face, before the shares are normalised.
struct RawPart {
  Index duct = 0;
  int component = 0;
  Index face = 0;  ///< within the case
  Index room = 0, body = 0;
  double share = 0;
  double sign = 0;
};

struct RawPorts {
  std::vector<RawPart> intake, discharge;
  std::vector<double> intake_share, discharge_share;  ///< sums a duct
};

/// Sorts the parts into intakes and discharges: air that goes from the room into the duct's body is drawn in.
RawPorts raw_ports(const flow::Tables& tables, Index unit) {
  const Index first_duct = tables.first_duct[static_cast<std::size_t>(unit)];
  const Index end_duct = tables.first_duct[static_cast<std::size_t>(unit) + 1];
  const Index steps[3] = {1, tables.layout.pitch, tables.layout.plane};
  RawPorts raw;
  raw.intake_share.assign(static_cast<std::size_t>(end_duct - first_duct), 0.0);
  raw.discharge_share = raw.intake_share;
  for (const flow::PortFace& port : tables.port_faces) {
    for (Index i = port.first; i < port.last; ++i) {
      const flow::Part& part = tables.port_parts[static_cast<std::size_t>(i)];
      if (part.of < first_duct || part.of >= end_duct) continue;
      const bool body_is_high = face::is_solid(tables.bits[0][static_cast<std::size_t>(port.at)]);
      const Index local = port.at - unit * tables.layout.stride;
      const Index low = local - steps[port.component];
      const double share = std::abs(static_cast<double>(part.share));
      const double sign = part.share < 0 ? -1 : 1;
      const RawPart made{part.of - first_duct,       port.component, local, body_is_high ? low : local,
                         body_is_high ? local : low, share,          sign};
      const bool drawn_in = (part.share > 0) == body_is_high;
      (drawn_in ? raw.intake : raw.discharge).push_back(made);
      auto& sums = drawn_in ? raw.intake_share : raw.discharge_share;
      // Shares were divided by the faces' areas, which differ by direction.
      sums[static_cast<std::size_t>(made.duct)] += share / tables.h_m[static_cast<std::size_t>(port.component)];
    }
  }
  const auto normalise = [&](std::vector<RawPart>& parts, const std::vector<double>& sums) {
    for (RawPart& part : parts) {
      part.share /= tables.h_m[static_cast<std::size_t>(part.component)] * sums[static_cast<std::size_t>(part.duct)];
    }
  };
  normalise(raw.intake, raw.intake_share);
  normalise(raw.discharge, raw.discharge_share);
  return raw;
}

void add_fluxes(const RawPorts& raw, Ducts& ducts) {
  std::map<std::pair<int, Index>, double> fluxes;
  for (const auto* parts : {&raw.intake, &raw.discharge}) {
    for (const RawPart& part : *parts) {
      const double flow = ducts.flow_m3_per_s[static_cast<std::size_t>(part.duct)];
      fluxes[{part.component, part.face}] += part.sign * part.share * flow;
    }
  }
  for (const auto& [face, flux] : fluxes) ducts.ports.push_back({face.first, face.second, flux});
}

void add_intakes(const RawPorts& raw, Ducts& ducts) {
  ducts.first_followed.push_back(0);
  for (Index duct = 0; duct < ducts.count(); ++duct) {
    for (const RawPart& part : raw.intake) {
      if (part.duct == duct) ducts.followed.push_back({part.room, part.share});
    }
    ducts.first_followed.push_back(static_cast<Index>(ducts.followed.size()));
  }
}

/// A cell behind discharges holds the mean of them, weighted by flow; by shares where nothing flows.
void add_behind(const RawPorts& raw, Ducts& ducts) {
  std::map<Index, std::map<Index, double>> flows;
  std::map<Index, std::map<Index, double>> shares;
  for (const RawPart& part : raw.discharge) {
    flows[part.body][part.duct] += part.share * ducts.flow_m3_per_s[static_cast<std::size_t>(part.duct)];
    shares[part.body][part.duct] += part.share;
  }
  for (const auto& [body, by_flow] : flows) {
    double total = 0;
    for (const auto& [duct, flow] : by_flow) total += flow;
    const auto& weights = total > 0 ? by_flow : shares[body];
    double sum = 0;
    for (const auto& [duct, weight] : weights) sum += weight;
    const auto first = static_cast<Index>(ducts.behind_shares.size());
    for (const auto& [duct, weight] : weights) ducts.behind_shares.push_back({duct, weight / sum});
    ducts.behind.push_back({body, first, static_cast<Index>(ducts.behind_shares.size())});
  }
}

void add_probes(const flow::Tables& tables, Index unit, Ducts& ducts) {
  const Index first = tables.first_probe[static_cast<std::size_t>(unit)];
  const Index end = tables.first_probe[static_cast<std::size_t>(unit) + 1];
  for (Index probe = first; probe < end; ++probe) {
    const Index from = tables.first_intake[static_cast<std::size_t>(probe)];
    const Index to = tables.first_intake[static_cast<std::size_t>(probe) + 1];
    double sum = 0;
    for (Index i = from; i < to; ++i)
      sum += static_cast<double>(tables.intake_parts[static_cast<std::size_t>(i)].share);
    for (Index i = from; i < to; ++i) {
      const flow::Part& part = tables.intake_parts[static_cast<std::size_t>(i)];
      // A float's rounding is taken off means, and off nothing else.
      const bool mean = std::abs(sum - 1) < 1e-4;
      const auto share = static_cast<double>(part.share);
      ducts.followed.push_back({part.of - unit * tables.layout.stride, mean ? share / sum : share});
    }
    ducts.first_followed.push_back(static_cast<Index>(ducts.followed.size()));
  }
}

DuctTerm term_of(const DuctRule& rule) {
  DuctTerm term;
  term.gain = rule.gain;
  term.plus = rule.plus;
  if (rule.has_target) {
    term.target = rule.target;
    term.most = rule.most;
  }
  return term;
}

/// What `at_face` and `at_opening` say beyond faces; of several at an element the last one.
template <class AtFace, class AtOpening>
std::vector<Given> given_values(const flow::Tables& tables, Index unit, const AtFace& at_face,
                                const AtOpening& at_opening) {
  std::map<Index, double> values;
  const Index skip = unit * tables.layout.stride;
  for (const flow::GivenTemperature& given : tables.temperature) {
    if ((given.at - tables.layout.base) / tables.layout.stride == unit) values[given.at - skip] = at_face(given);
  }
  for (const flow::OpeningFace& opening : tables.openings) {
    if (opening.unit == unit) values[opening.rim - skip] = at_opening(opening);
  }
  std::vector<Given> made;
  made.reserve(values.size());
  for (const auto& [at, value] : values) made.push_back({at, value});
  return made;
}

}  // namespace

Ducts make_ducts(const flow::Tables& tables, Index unit, std::span<const double> flows_m3_per_s) {
  Ducts ducts;
  ducts.flow_m3_per_s.assign(flows_m3_per_s.begin(), flows_m3_per_s.end());
  const RawPorts raw = raw_ports(tables, unit);
  add_fluxes(raw, ducts);
  add_intakes(raw, ducts);
  add_behind(raw, ducts);
  add_probes(tables, unit, ducts);
  for (Index i = 0; i < ducts.followed_count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    ducts.widest = std::max(ducts.widest, ducts.first_followed[at + 1] - ducts.first_followed[at]);
  }
  return ducts;
}

DuctTerm temperature_term(const flow::Duct& duct, double flow_m3_per_s, double reference_degc) {
  DuctTerm term;
  if (flow_m3_per_s <= 0) return term;
  term.plus = duct.heat_k_m3_per_s / flow_m3_per_s;
  if (duct.cools) {
    term.target = duct.setpoint_degc - reference_degc - (duct.cools_last ? term.plus : 0);
    term.most = duct.capacity_k_m3_per_s / flow_m3_per_s;
  }
  return term;
}

Problem problem_of(const flow::Tables& tables, Index unit, const flow::Case& hall,
                   std::span<const double> flows_m3_per_s) {
  Problem problem;
  problem.layout = Layout(tables.layout.nx, tables.layout.ny, tables.layout.nz);
  problem.h_m = tables.h_m;
  problem.diffusivity_m2_per_s = hall.air.viscosity_m2_per_s / hall.air.prandtl;
  problem.per_turbulent_prandtl = 1 / hall.air.turbulent_prandtl;
  problem.ducts = make_ducts(tables, unit, flows_m3_per_s);
  return problem;
}

Asked temperature_of(const flow::Tables& tables, Index unit, const flow::Case& hall, const Problem& problem) {
  Asked asked;
  asked.limited = tables.scheme == flow::Scheme::limited;
  for (std::size_t i = 0; i < hall.ducts.size(); ++i) {
    const double flow = problem.ducts.flow_m3_per_s[i];
    asked.terms.push_back(temperature_term(hall.ducts[i], flow, hall.air.reference_degc));
  }
  asked.start = static_cast<double>(tables.start_k[static_cast<std::size_t>(unit)]);
  asked.given = given_values(
      tables, unit, [](const flow::GivenTemperature& given) { return static_cast<double>(given.value_k); },
      [](const flow::OpeningFace& opening) { return static_cast<double>(opening.temperature_k); });
  if (!tables.source_k_per_s.empty()) {
    const auto first = tables.source_k_per_s.begin() + unit * tables.layout.stride;
    asked.source.assign(first, first + problem.layout.size);
    for (double& source : asked.source) source *= problem.volume_m3();
  }
  return asked;
}

Asked ask(const flow::Tables& tables, Index unit, const Problem& problem, const Question& question) {
  Asked asked;
  for (const DuctRule& rule : question.ducts) asked.terms.push_back(term_of(rule));
  asked.start = question.start;
  asked.given = given_values(
      tables, unit,
      [&](const flow::GivenTemperature& given) {
        const auto number = static_cast<std::size_t>(given.number);
        if (given.supplied) return question.supplies[number];
        return question.walls.empty() ? 0.0 : question.walls[number];
      },
      [&](const flow::OpeningFace& opening) { return question.openings[static_cast<std::size_t>(opening.number)]; });
  if (!question.source_per_s.empty()) {
    asked.source.assign(static_cast<std::size_t>(problem.layout.size), 0.0);
    auto from = question.source_per_s.begin();
    for (Index row = 0; row < problem.layout.rows(); ++row, from += problem.layout.nx) {
      std::transform(from, from + problem.layout.nx, asked.source.begin() + problem.layout.row(row) + 1,
                     [&](double source) { return source * problem.volume_m3(); });
    }
  }
  asked.everywhere = question.everywhere_per_s * problem.volume_m3();
  asked.limited = question.limited;
  asked.imbalance = question.imbalance;
  asked.change = question.change;
  return asked;
}

}  // namespace kernels::transport
