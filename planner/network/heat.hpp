/// Temperatures of a network whose flow is known: energy along the flow, perfectly mixed at nodes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::network {

/// A stream that goes through as it comes.
struct Passed {};
/// A device that holds the temperature it gives, as a CDU its supply.
struct HeldOutlet {
  double degc = 0;
};
/// A heat exchanger against another stream that enters at a given temperature: it takes w_per_k (T_in - other), with w_per_k its
/// effectiveness times the lesser of both streams' capacity flows (Kays and London), no more than this stream's own.
struct Exchanger {
  double w_per_k = 0;
  double other_inlet_degc = 0;
};
/// A pipe in surroundings of one temperature: T_out - ambient = (T_in - ambient) exp(-w_per_k / C), w_per_k its wall's U A and C
/// the stream's capacity flow. No conduction along it.
struct AmbientLoss {
  double w_per_k = 0;
  double ambient_degc = 0;
};

/// What a link does to the stream in it, in either direction: heat first, then one of those.
struct LinkHeat {
  double added_w = 0;
  std::variant<Passed, HeldOutlet, Exchanger, AmbientLoss> then;
};

struct Heat {
  double heat_capacity_j_per_m3_k = 4.18e6;  ///< density times specific heat, one for the network
  std::vector<LinkHeat> links;               ///< a link; empty: all pass
  std::vector<std::optional<double>>
      entering_degc;  ///< a node: of what comes into the network there; empty: nowhere known
};

struct Temperatures {
  std::string problem;                ///< why there are none, in the user's names; empty: solved
  std::vector<double> node_degc;      ///< NaN where nothing flows
  std::vector<double> inlet_degc;     ///< a link, where its flow enters it; NaN where nothing flows
  std::vector<double> outlet_degc;    ///< a link, where its flow leaves it; likewise
  std::vector<double> heat_w;         ///< a link: what its stream takes up; 0 where nothing flows
  std::vector<std::size_t> stranded;  ///< links that heat is added to and through which nothing flows: in no balance
  double entering_w = 0;              ///< carried in from outside less carried out, over 0 degC
  double off_w = 0;                   ///< sum of `heat_w` and `entering_w`: what the balance is off

  [[nodiscard]] bool solved() const { return problem.empty(); }
};

/// `flow` is a solved flow of `network`. Every temperature is linear in those upstream, so one pass along the flow gives them all;
/// a circuit is cut where a pump draws, its temperature there carried along as an unknown, and closed by a small dense system. Flows
/// below 1e-7 of the greatest stand still: they carry nothing, and what they would carry has no temperature. A circuit that nothing
/// cools has no steady state: a problem, by name.
[[nodiscard]] Temperatures temperatures(const Network& network, const Solution& flow, const Heat& heat);

}  // namespace hallplan::network
