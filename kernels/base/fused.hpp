/// Products and sums that are rounded once. Compilers may not fuse any others (see CMakeLists.txt), so hosts and devices give the same
/// bits; written out, a fused product and sum is the same on every machine as well, and one instruction instead of two.
#pragma once

#include "kernels/base/hd.hpp"

namespace kernels {

/// a b + c. Without such an instruction (x86-64 before 2013) a call of the C library.
KERNELS_HD inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

/// c and what flows in: c + max(flow, 0) per. On hosts a comparison and one instruction under its mask.
KERNELS_HD inline float with_inflow(float flow, float per, float c) { return flow > 0 ? fused(flow, per, c) : c; }

}  // namespace kernels
