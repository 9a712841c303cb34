/// Checked questions in the form that executors copy, and the entry points of the backends. Internal.
#pragma once

#include <array>
#include <vector>

#include "kernels/grid/face.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/transport.hpp"

namespace kernels::transport {

/// What differs between the questions about one flow.
struct Asked {
  std::vector<DuctTerm> terms;
  std::vector<double> given;   ///< elements of the layout
  std::vector<double> source;  ///< times the cell's volume; empty: none
  bool limited = false;
  double imbalance = 0;
  double change = 0;
};

/// A flow, padded.
struct Job {
  Problem problem;  ///< of the first question
  std::array<std::vector<face::Bits>, 3> bits;
  std::array<std::vector<double>, 3> flux;
  std::vector<float> eddy;  ///< empty: none
  std::vector<Asked> asked;
};

/// The columns of `Response::direct`.
struct Columns {
  Status status;
  bool converged = false;
  std::vector<double> direct;
  std::vector<int> sweeps;
};

// The job has been checked, and the backend can run.
std::vector<Answer> solve_on_host(const Job& job, const Execution& execution);
std::vector<Answer> solve_on_cuda(const Job& job);
Columns respond_on_host(const Job& job, const ResponseOptions& options, const Execution& execution);
Columns respond_on_cuda(const Job& job, const ResponseOptions& options);

}  // namespace kernels::transport
