// The air field as commands ask for it: on which machine, at which level, with progress.
#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "planner/cli/commands.hpp"
#include "planner/power/power.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::cli {
namespace {

constexpr int kTurnsBetweenNotes = 10;

/// Shows on a terminal what is solved and how far it is.
void add_progress(thermal::FieldOptions& field, const Options& options, Streams streams) {
  const auto now = std::make_shared<std::string>();
  field.begins = [now](const std::string& what) { *now = what; };
  const bool shown = streams.terminal && !options.quiet;
  field.progress = [shown, now, level = field.level, &err = streams.err](int turn, double change_k) {
    if (shown && turn > 0 && turn % kTurnsBetweenNotes == 0) {
      err << fmt::format("\r\033[Kair, {} cells, {}: turn {}, inlets move by {:.2g} K",
                         level == thermal::FieldLevel::screen ? "coarse" : "fine", *now, turn, change_k)
          << std::flush;
    }
    return !interrupted();
  };
}

}  // namespace

Exit refuse(const std::string& reason, Streams streams) {
  streams.err << "error: " << reason << "\n";
  return Exit::input;
}

Machine machine_of(const Options& options, BackendWish usual) {
  const BackendWish wish = options.backend.value_or(usual);
  Machine machine;
  machine.execution.threads = options.threads;
  if (wish == BackendWish::cpu) return machine;
  const kernels::Status ready = kernels::backend_ready(kernels::Backend::cuda);
  if (ready) {
    machine.execution.backend = kernels::Backend::cuda;
  } else if (wish == BackendWish::cuda) {
    machine.problem = "--backend cuda: " + ready.text;
  }
  return machine;
}

thermal::FieldOptions asked_field(const Site& site, const Plan& plan, thermal::FieldOptions field,
                                  const Options& options, Streams streams) {
  if (!site.devices.empty()) {
    field.device_losses_w = power::zone_losses_w(site, plan);
    for (power::ZoneLosses& loss : power::zone_losses_by_loss(site, plan)) {
      field.device_losses_after_w[loss.scenario] = std::move(loss.by_zone_w);
    }
  }
  add_progress(field, options, streams);
  return field;
}

thermal::FieldResult field_with_progress(const Site& site, const Plan& plan, thermal::FieldOptions field,
                                         const Options& options, Streams streams) {
  thermal::FieldResult result =
      thermal::solve_field(site, plan, asked_field(site, plan, std::move(field), options, streams));
  if (streams.terminal && !options.quiet) streams.err << "\r\033[K";
  return result;
}

std::optional<thermal::FieldResult> judging_field(const Site& site, const Plan& plan,
                                                  const kernels::Execution& execution, const Options& options,
                                                  Streams streams) {
  const FieldWish wish = options.field.value_or(FieldWish::screen);
  if (wish == FieldWish::none || plan.racks.empty() || interrupted()) return std::nullopt;
  thermal::FieldOptions screen;
  screen.execution = execution;
  screen.solver = thermal::screen_solver(site);
  screen.solver.most_turns = kMostScreenTurns;
  screen.units_lost = options.units_lost || wish == FieldWish::validate;
  thermal::FieldResult coarse = field_with_progress(site, plan, screen, options, streams);
  if (interrupted()) return std::nullopt;  // a field cut short says nothing
  if (wish == FieldWish::screen) return coarse;
  thermal::FieldOptions fine = screen;
  fine.level = thermal::FieldLevel::validate;
  fine.solver = {};
  fine.solver.most_turns = kMostScreenTurns;
  if (coarse.solved()) fine.losses_alone = thermal::open_losses(site, plan, coarse);
  fine.units_lost = !fine.losses_alone.empty();
  thermal::FieldResult validated = field_with_progress(site, plan, fine, options, streams);
  if (interrupted()) return std::nullopt;
  return thermal::with_losses_of(std::move(validated), std::move(coarse));
}

std::vector<std::optional<thermal::FieldResult>> fields_of(const Site& site, const Plan& plan,
                                                           const kernels::Execution& execution, const Options& options,
                                                           Streams streams) {
  std::vector<std::optional<thermal::FieldResult>> out;
  out.reserve(static_cast<std::size_t>(phase_count(site)));
  for (int phase = 0; phase < phase_count(site); ++phase) {
    out.push_back(judging_field(in_phase(site, phase), plan_in_phase(site, plan, phase), execution, options, streams));
  }
  return out;
}

void note_interruption(Plan& plan) {
  if (!interrupted()) return;
  plan.search.interrupted = true;
  plan.search.reproducible = false;
}

Outcome judged(const Site& site, Plan plan, const kernels::Execution& execution, const Options& options,
               Streams streams) {
  Outcome outcome;
  outcome.plan = std::move(plan);
  outcome.fields = fields_of(site, outcome.plan, execution, options, streams);
  outcome.verdict = verdict::verify(site, outcome.plan, outcome.judging());
  note_interruption(outcome.plan);
  return outcome;
}

}  // namespace hallplan::cli
