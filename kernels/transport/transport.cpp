/// Checks questions, brings flow and questions into the padded form of executors, and chooses the backend once.
#include "kernels/transport/transport.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "kernels/flow/tables.hpp"
#include "kernels/transport/job.hpp"

namespace kernels::transport {
namespace {

Status bad(std::string text) { return {Code::bad_input, std::move(text)}; }

/// Extents of a plain field; `component` < 3: one more along it.
std::array<Index, 3> extents(const flow::Grid& grid, int component) {
  return {grid.nx + (component == 0 ? 1 : 0), grid.ny + (component == 1 ? 1 : 0), grid.nz + (component == 2 ? 1 : 0)};
}

bool fits(std::size_t size, const flow::Grid& grid, int component) {
  const auto n = extents(grid, component);
  return size == static_cast<std::size_t>(n[0] * n[1] * n[2]);
}

Status check(const FrozenFlow& flow, const Question& question) {
  const flow::Case& hall = flow.hall;
  if (question.ducts.size() != hall.ducts.size()) return bad("a question needs a rule for each duct");
  if (question.supplies.size() != hall.supplies.size()) return bad("a question needs a value for each supply");
  if (question.openings.size() != hall.openings.size()) return bad("a question needs a value for each opening");
  if (!question.walls.empty() && question.walls.size() != hall.walls.size()) {
    return bad("a question needs a value for each wall, or none");
  }
  if (!question.source_per_s.empty() && !fits(question.source_per_s.size(), hall.grid, 3)) {
    return bad("a question's source has a number for each cell");
  }
  if (!(question.imbalance > 0)) return bad("a question needs an imbalance above 0 to stop at");
  return {};
}

/// What questions about a flow have in common; walls conduct for all of a job's questions or for none.
Job job_of(const FrozenFlow& flow, const flow::Tables& tables, bool walls_conduct) {
  Job job;
  job.problem = problem_of(tables, 0, flow.hall, flow.flows_m3_per_s);
  job.walls_conduct = walls_conduct;
  job.bits = &tables.bits;
  job.flow = &flow;
  return job;
}

/// The hall's tables; no viscosity is made here, so that no wall distances are needed.
flow::Tables tables_of(const FrozenFlow& flow) {
  flow::Case hall = flow.hall;
  hall.turbulence = flow::Turbulence::none;
  const flow::Case* const one = &hall;
  return flow::make_tables(std::span(&one, 1));
}

/// A question about nothing: values 0 everywhere, ducts that pass.
Question nothing(const flow::Case& hall) {
  Question question;
  question.ducts.assign(hall.ducts.size(), {});
  question.supplies.assign(hall.supplies.size(), 0.0);
  question.openings.assign(hall.openings.size(), 0.0);
  return question;
}

/// Solves a x = b for all columns of b at once, in place: Gaussian elimination with row pivots. False: singular.
bool solve_dense(std::vector<double>& a, std::vector<double>& b, std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a[i * n + k]) > std::fabs(a[pivot * n + k])) pivot = i;
    }
    if (std::fabs(a[pivot * n + k]) < 1e-12) return false;
    for (std::size_t j = 0; j < n && pivot != k; ++j) {
      std::swap(a[k * n + j], a[pivot * n + j]);
      std::swap(b[k * n + j], b[pivot * n + j]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || a[i * n + k] == 0) continue;
      const double factor = a[i * n + k] / a[k * n + k];
      for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      for (std::size_t j = 0; j < n; ++j) b[i * n + j] -= factor * b[k * n + j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) b[i * n + j] /= a[i * n + i];
  }
  return true;
}

}  // namespace

FrozenFlow freeze(const flow::Case& hall, const flow::Fields& fields, std::span<const double> flows_m3_per_s) {
  FrozenFlow made;
  if (flows_m3_per_s.size() != hall.ducts.size()) {
    made.status = bad("a frozen flow needs the flow of each duct");
    return made;
  }
  if (!fits(fields.flux_u.size(), hall.grid, 0) || !fits(fields.flux_v.size(), hall.grid, 1) ||
      !fits(fields.flux_w.size(), hall.grid, 2)) {
    made.status = bad("a frozen flow needs fluxes that are free of divergence: ask the flow solver to certify");
    return made;
  }
  if (!fields.viscosity.empty() && !fits(fields.viscosity.size(), hall.grid, 3)) {
    made.status = bad("a frozen flow's turbulent viscosity has a number for each cell, or none");
    return made;
  }
  made.hall = hall;
  made.flows_m3_per_s.assign(flows_m3_per_s.begin(), flows_m3_per_s.end());
  made.flux_m3_per_s = {fields.flux_u, fields.flux_v, fields.flux_w};
  made.eddy_m2_per_s = fields.viscosity;
  return made;
}

Question temperature(const FrozenFlow& flow) {
  const flow::Case& hall = flow.hall;
  Question question = nothing(hall);
  question.ducts.clear();
  for (std::size_t i = 0; i < hall.ducts.size(); ++i) {
    const DuctTerm term = temperature_term(hall.ducts[i], flow.flows_m3_per_s[i], 0);
    const bool cools = hall.ducts[i].cools && flow.flows_m3_per_s[i] > 0;
    question.ducts.push_back({term.gain, cools, cools ? term.target : 0, term.most, term.plus});
  }
  for (std::size_t i = 0; i < hall.supplies.size(); ++i) question.supplies[i] = hall.supplies[i].temperature_degc;
  for (std::size_t i = 0; i < hall.openings.size(); ++i) question.openings[i] = hall.openings[i].temperature_degc;
  for (const flow::Wall& wall : hall.walls) question.walls.push_back(wall.temperature_degc);
  const flow::Case* const one = &hall;
  if (!hall.sources.empty()) {
    const flow::Tables tables = flow::make_tables(std::span(&one, 1));
    for (Index z = 1; z <= tables.layout.nz; ++z) {
      for (Index y = 1; y <= tables.layout.ny; ++y) {
        for (Index x = 1; x <= tables.layout.nx; ++x) {
          question.source_per_s.push_back(
              static_cast<double>(tables.source_k_per_s[static_cast<std::size_t>(tables.layout.at(x, y, z))]));
        }
      }
    }
  }
  question.start = hall.start_degc;
  question.limited = hall.scheme == flow::Scheme::limited;
  return question;
}

Question age_of_air(const flow::Case& hall) {
  Question question = nothing(hall);
  if (hall.supplies.empty() && hall.openings.empty()) {
    const std::vector<bool> cools = cooling(hall);
    for (std::size_t i = 0; i < cools.size(); ++i) question.ducts[i].gain = cools[i] ? 0 : 1;
  }
  question.everywhere_per_s = 1;
  question.imbalance = 1e-7 * static_cast<double>(hall.grid.cells()) * hall.grid.hx_m * hall.grid.hy_m * hall.grid.hz_m;
  return question;
}

Question supply_air(const flow::Case& hall) {
  Question question = nothing(hall);
  const std::vector<bool> cools = cooling(hall);
  for (std::size_t i = 0; i < cools.size(); ++i) question.ducts[i] = {0, false, 0, 0, cools[i] ? 1.0 : 0.0};
  std::fill(question.supplies.begin(), question.supplies.end(), 1.0);
  return question;
}

std::vector<Answer> solve(const FrozenFlow& flow, std::span<const Question> questions, const Execution& execution) {
  std::vector<Answer> answers(questions.size());
  const auto all = [&](const Status& status) {
    for (Answer& answer : answers) answer.status = status;
    return answers;
  };
  if (!flow.status) return all(flow.status);
  if (Status ready = backend_ready(execution.backend); !ready) return all(ready);
  for (const Question& question : questions) {
    if (Status status = check(flow, question); !status) return all(status);
  }
  const flow::Tables tables = tables_of(flow);
  // Questions whose walls conduct, and the others: two sets of coefficients.
  for (const bool conduct : {false, true}) {
    Job job = job_of(flow, tables, conduct);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (questions[i].walls.empty() == conduct) continue;
      job.asked.push_back(ask(tables, 0, job.problem, questions[i]));
      places.push_back(i);
    }
    if (places.empty()) continue;
    std::vector<Answer> made = execution.backend == Backend::cuda ? solve_on_cuda(job) : solve_on_host(job, execution);
    for (std::size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move(made[i]);
  }
  return answers;
}

std::vector<bool> cooling(const flow::Case& hall) {
  std::vector<bool> cools;
  for (const flow::Duct& duct : hall.ducts) cools.push_back(duct.cools && !duct.cools_last);
  return cools;
}

Response response_matrix(const FrozenFlow& flow, const std::vector<bool>& held, const Execution& execution,
                         const ResponseOptions& options) {
  Response response;
  response.status = flow.status;
  if (!response.status) return response;
  response.status = backend_ready(execution.backend);
  if (!response.status) return response;
  const std::size_t n = flow.hall.ducts.size();
  if (held.size() != n) {
    response.status = bad("a response needs to know of each duct whether it is held");
    return response;
  }
  response.ducts = static_cast<int>(n);
  const flow::Tables tables = tables_of(flow);
  Job job = job_of(flow, tables, false);
  job.asked.push_back(ask(tables, 0, job.problem, nothing(flow.hall)));
  Columns columns =
      execution.backend == Backend::cuda ? respond_on_cuda(job, options) : respond_on_host(job, options, execution);
  response.status = columns.status;
  response.converged = columns.converged;
  response.direct = std::move(columns.direct);
  response.sweeps = std::move(columns.sweeps);
  std::vector<double> passes(n * n), per(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double direct = response.direct[i * n + j];
      const double flow_j = flow.flows_m3_per_s[j];
      passes[i * n + j] = (i == j ? 1.0 : 0.0) - (held[j] ? 0.0 : direct);
      per[i * n + j] = flow_j > 0 ? direct / flow_j : 0.0;
    }
  }
  if (!solve_dense(passes, per, n)) {
    response.status = bad("no duct is held and no air comes in: the temperature has no level");
    return response;
  }
  response.per_k_m3_per_s = std::move(per);
  return response;
}

std::vector<double> capture(const FrozenFlow& flow, const Response& response) {
  const auto n = static_cast<std::size_t>(response.ducts);
  std::vector<double> shares(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double blown = flow.flows_m3_per_s[j];
      if (blown > 0) shares[i * n + j] = response.direct[i * n + j] * flow.flows_m3_per_s[i] / blown;
    }
  }
  return shares;
}

}  // namespace kernels::transport
