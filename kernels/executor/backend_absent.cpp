/// In place of cuda.cu where the build has no nvcc.
#include "kernels/executor/backend.hpp"

namespace kernels {

Status backend_ready(Backend backend) {
  if (backend != Backend::cuda) return {};
  return {Code::backend_absent, "the cuda backend is not in this build: it was built without nvcc"};
}

std::string device_name() { return {}; }

}  // namespace kernels
