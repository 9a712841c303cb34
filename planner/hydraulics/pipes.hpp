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

/// A branch of a header.
struct HeaderBranch {
  std::string id;
  std::size_t node = 0;  ///< of the header
  std::size_t link = 0;  ///< its first pipe
};
/// Tees of 90 degrees where branches leave their headers, where the site says so (`header_tees`); nothing gains, and where most
/// flow is asked for they are left out. The last branch of a header is a tee with a blind end: all of its flow parts, so a fixed loss. Gives why they cannot be counted, by name, or nothing.
[[nodiscard]] std::string add_header_tees(network::Network& network, const Pipes& pipes,
                                          const std::vector<HeaderBranch>& branches, FlowEnd end = FlowEnd::least);

/// `drop` at a flow, going with its square.
[[nodiscard]] network::Resistance strainer(const Value& drop, double flow_m3_per_s, FlowEnd end = FlowEnd::least);
/// What a strainer loses once half of its area is blocked: twice the velocity, four times the loss.
inline constexpr double kHalfBlocked = 4;

/// A pump's head by flow. Below its first point: to the head without flow where that is known; else no more than the first point's, or
/// where most flow is asked for as it falls from there on.
[[nodiscard]] network::PointCurve curve_of(const std::vector<PumpPoint>& points, FlowEnd end = FlowEnd::least,
                                           const MaybeValue& shut_off_pa = {});

}  // namespace hallplan::hydraulics
