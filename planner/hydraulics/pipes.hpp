/// Pieces that the networks of both sides are made of.
#pragma once

#include <cstddef>
#include <string>

#include "planner/network/network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// A point of the floor.
struct FloorPoint {
  double x_m = 0, y_m = 0;
};

/// Length of pipe between two points along x and y; two things are never in one place, so 0.1 m at least.
[[nodiscard]] double at_right_angles_m(const FloorPoint& one, const FloorPoint& other);

/// Which end of every declared range counts: the one with which least flows through what is looked at, or most.
enum class FlowEnd { least, most };
/// Of something that flow rises with, or falls with.
[[nodiscard]] double opens(const Value& value, FlowEnd end);
[[nodiscard]] double hinders(const Value& value, FlowEnd end);

/// A coolant at one temperature, as thick or as thin as its table allows.
struct FluidFound {
  network::Fluid fluid;
  std::string unknown;  ///< why there is none, by name
};
[[nodiscard]] FluidFound fluid_at(const Product<CoolantType>& coolant, double temperature_degc,
                                  FlowEnd end = FlowEnd::least);

std::size_t add_node(network::Network& network, std::string id);
std::size_t add_link(network::Network& network, std::string id, std::size_t from, std::size_t to, network::Law law);

/// A piece of header, and one way of a branch: narrow, long and rough as their ranges allow, or wide, short and smooth.
[[nodiscard]] network::Pipe header_pipe(const Pipes& pipes, double length_m, FlowEnd end = FlowEnd::least);
[[nodiscard]] network::Pipe branch_pipe(const Pipes& pipes, FlowEnd end = FlowEnd::least);

/// `drop` at a flow, going with its square.
[[nodiscard]] network::Resistance strainer(const Value& drop, double flow_m3_per_s, FlowEnd end = FlowEnd::least);
/// What a strainer loses once half of its area is blocked: twice the velocity, four times the loss.
inline constexpr double kHalfBlocked = 4;

/// A pump's head by flow.
[[nodiscard]] network::PointCurve curve_of(const std::vector<PumpPoint>& points, FlowEnd end = FlowEnd::least);

}  // namespace hallplan::hydraulics
