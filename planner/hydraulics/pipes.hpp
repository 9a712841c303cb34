/// Pieces that the networks of both sides are made of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// A point of the floor.
struct FloorPoint {
  double x_m = 0, y_m = 0;
};

/// Length of pipe between two points along x and y; two things are never in one place, so 0.1 m at least.
[[nodiscard]] double at_right_angles_m(const FloorPoint& one, const FloorPoint& other);

/// A coolant at one temperature, as thick as its table allows.
struct FluidFound {
  network::Fluid fluid;
  std::string unknown;  ///< why there is none, by name
};
[[nodiscard]] FluidFound fluid_at(const Product<CoolantType>& coolant, double temperature_degc);

std::size_t add_node(network::Network& network, std::string id);
std::size_t add_link(network::Network& network, std::string id, std::size_t from, std::size_t to, network::Law law);

/// A piece of header, and one way of a branch: narrow, long and rough as their ranges allow.
[[nodiscard]] network::Pipe header_pipe(const Pipes& pipes, double length_m);
[[nodiscard]] network::Pipe branch_pipe(const Pipes& pipes);

/// A branch of a header.
struct HeaderBranch {
  std::string id;
  std::size_t node = 0;  ///< of the header
  std::size_t link = 0;  ///< its first pipe
};
/// Tees of 90 degrees where branches leave their headers, where the site says so (`header_tees`); nothing gains. The last branch of a header
/// is a tee with a blind end: all of its flow parts, so a fixed loss. Gives why they cannot be counted, by name, or nothing.
[[nodiscard]] std::string add_header_tees(network::Network& network, const Pipes& pipes,
                                          const std::vector<HeaderBranch>& branches);

/// The high end of `drop` at a flow, going with its square.
[[nodiscard]] network::Resistance strainer(const Value& drop, double flow_m3_per_s);
/// What a strainer loses once half of its area is blocked: twice the velocity, four times the loss.
inline constexpr double kHalfBlocked = 4;

/// A pump's head by its low ends.
[[nodiscard]] network::PointCurve curve_of(const std::vector<PumpPoint>& points);

}  // namespace hallplan::hydraulics
