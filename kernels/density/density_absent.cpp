/// In place of device.cu where the build has no nvcc. `backend_ready` refuses before these are reached.
#include "kernels/density/job.hpp"

namespace kernels::density {

Answer check_windows_on_cuda(const Job& /*job*/) { return {backend_ready(Backend::cuda), {}, {}, {}}; }

Field rasterise_on_cuda(const Job& /*job*/) { return {backend_ready(Backend::cuda), {}, {}}; }

}  // namespace kernels::density
