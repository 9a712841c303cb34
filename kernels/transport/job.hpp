/// Checked questions in the form that executors copy, and the entry points of the backends. Internal.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "kernels/grid/face.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/transport.hpp"

namespace kernels::transport {

/// Questions about a flow. What it points to is the caller's.
struct Job {
  Problem problem;
  bool walls_conduct = true;
  const std::array<std::vector<face::Bits>, 3>* bits = nullptr;
  const FrozenFlow* flow = nullptr;
  std::vector<Asked> asked;
};

/// A plain field in the layout's elements, with zeros around it; `component` < 3: one more along it.
template <class Real>
[[nodiscard]] std::vector<Real> padded(const Layout& layout, int component, const std::vector<Real>& plain) {
  const Index n[3] = {layout.nx + (component == 0 ? 1 : 0), layout.ny + (component == 1 ? 1 : 0),
                      layout.nz + (component == 2 ? 1 : 0)};
  std::vector<Real> made(static_cast<std::size_t>(layout.size), Real{0});
  auto from = plain.begin();
  for (Index z = 1; z <= n[2]; ++z) {
    for (Index y = 1; y <= n[1]; ++y, from += n[0]) {
      std::copy(from, from + n[0], made.begin() + layout.at(1, y, z));
    }
  }
  return made;
}

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
