// What thermal is asked beyond the field of normal running.
#include <fmt/format.h>

#include <ostream>

#include "planner/cli/commands.hpp"
#include "planner/thermal/set_points.hpp"

namespace hallplan::cli {
namespace {

constexpr std::size_t kMostSetPoints = 16;  ///< they are held in memory together

}  // namespace

Questions questions_of(const Site& site, const Options& options) {
  Questions questions;
  if (options.supply_degc.size() > kMostSetPoints) {
    questions.problem = fmt::format("--supply: at most {} temperatures at once", kMostSetPoints);
  } else if (!options.ride_through.empty()) {
    questions.losses = thermal::unit_losses(site, options.ride_through, questions.problem);
    if (!questions.problem.empty()) questions.problem = "--ride-through: " + questions.problem;
  }
  return questions;
}

void answer(const Questions& questions, const Site& site, const Plan& plan, const thermal::FieldOptions& asked,
            const Options& options, Streams streams, thermal::FieldResult& field) {
  const bool shown = streams.terminal && !options.quiet;
  if (!options.supply_degc.empty()) {
    const std::string problem = thermal::solve_set_points(site, plan, options.supply_degc, asked, field);
    if (!problem.empty()) field.notes.push_back("supply set points are not solved: " + problem);
  }
  if (options.response && !interrupted()) field.response = thermal::rack_response(field, asked);
  thermal::RideThroughOptions ride;
  ride.end_s = options.ride_through_s;
  ride.execution = asked.execution;
  ride.device_losses_w = asked.device_losses_w;
  ride.progress = [shown, &err = streams.err](const std::string& scenario, double time_s) {
    if (shown) err << fmt::format("\r{}: {:.0f} s   ", scenario, time_s) << std::flush;
    return !interrupted();
  };
  field.rides = thermal::ride_through(site, plan, field, questions.losses, ride);
  const bool limited = field.hall.sequence.grids.back().scheme == kernels::flow::Scheme::limited;
  if (limited && !field.rides.empty()) field.notes.emplace_back("losses are followed in time with the upwind scheme");
  if (shown) streams.err << "\r\033[K";
}

}  // namespace hallplan::cli
