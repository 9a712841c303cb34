#include "planner/search/integer/close_gap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "planner/search/integer/steer.hpp"

namespace hallplan::search::integer {
namespace {

/// Of the moves of a search, what one that aims at given numbers gets.
constexpr std::int64_t kMovesToSteer = 4;

class Closer {
 public:
  Closer(const Model& model, std::int64_t placed, Gain gain, const Options& options, Closing& out)
      : model_(model),
        placed_(placed),
        gain_(gain),
        options_(options),
        out_(out),
        start_(std::chrono::steady_clock::now()) {}

  void run(Aim aim) {
    const mip::Solver solver = options_.solver == Solver::highs ? mip::Solver::highs : mip::Solver::cbc;
    const Classes classes = classes_of(model_);
    const Program program = program_of(model_, classes, gain_);
    const Proof proof = prove(model_, classes, program, solver, placed_,
                              {options_.nodes, std::max(0.01, seconds_left()), options_.cancelled});
    note(proof);
    if (aim == Aim::bound_and_plan && proof.reached > placed_ && !stopped()) {
      aim_at(classes, program, proof);
    }
    if (!model_.lived_with.any()) take_bounds(proof, solver);  // the program asks all that units need
  }

 private:
  [[nodiscard]] double seconds_left() const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    return options_.seconds_guard - passed.count();
  }
  [[nodiscard]] bool stopped() const { return out_.interrupted || out_.out_of_time; }

  void note(const Proof& proof) {
    if (options_.cancelled && options_.cancelled()) {
      out_.interrupted = true;
    } else if (proof.cut_by_time) {
      out_.out_of_time = true;
    }
  }

  void aim_at(const Classes& classes, const Program& program, const Proof& proof) {
    Options options = options_;
    options.moves = options_.moves / kMovesToSteer;
    options.seconds_guard = std::max(0.0, seconds_left());
    options.progress = nullptr;
    Steered steered = steer(model_, classes, program, proof, options);
    out_.moves = steered.moves;
    out_.interrupted = steered.interrupted;
    out_.out_of_time = steered.out_of_time;
    const std::int64_t reached = gained(steered.best, gain_);
    if (reached <= placed_) return;
    placed_ = reached;
    out_.better = std::move(steered.best);
  }

  void take_bounds(const Proof& proof, mip::Solver solver) {
    if (gain_ == Gain::value) return take_value_bounds(proof, solver);
    if (proof.certified >= placed_ && proof.certified < out_.certified_racks) {
      out_.certified_racks = static_cast<int>(proof.certified);
      out_.bound.racks = out_.certified_racks;
      out_.bound.by = proof.certified_by;
    }
    // A claim below a plan that stands is a wrong one.
    if (proof.claimed < placed_ || proof.claimed >= out_.certified_racks) return;
    out_.solver = mip::name(solver);
    out_.bound.racks = static_cast<int>(proof.claimed);
    out_.bound.by =
        fmt::format("all limits together in whole racks, by {}'s branch and bound; certified are at most {}: {}",
                    out_.solver, out_.certified_racks, out_.bound.by);
  }

  void take_value_bounds(const Proof& proof, mip::Solver solver) {
    if (proof.certified >= placed_ && proof.certified < out_.certified_value) {
      out_.certified_value = proof.certified;
      out_.bound.value = proof.certified;
    }
    if (proof.claimed < placed_ || proof.claimed >= out_.certified_value) return;
    out_.solver = mip::name(solver);
    out_.bound.value = proof.claimed;
  }

  const Model& model_;
  std::int64_t placed_;
  Gain gain_;
  const Options& options_;
  Closing& out_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

Closing close_gap(const Model& model, const Bound& bound, std::int64_t placed, const Options& options, Aim aim,
                  Gain gain) {
  Closing out;
  out.bound = bound;
  out.certified_racks = bound.racks;
  out.certified_value = bound.value;
  if (options.solver == Solver::none || placed >= (gain == Gain::value ? bound.value : bound.racks)) return out;
  Closer(model, placed, gain, options, out).run(aim);
  return out;
}

}  // namespace hallplan::search::integer
