/// Running sums along rows by Thrust: one segmented scan whose key is the row. Integers, so exact whatever shape the
/// scan takes. Keeps to what Thrust 1.17 and 3.0 both have. Include it in as few translation units as can be.
#pragma once

#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/transform_iterator.h>
#include <thrust/scan.h>

#include "kernels/base/view.hpp"

namespace kernels {

/// The row that a cell belongs to.
struct RowOfCell {
  Index nx;
  KERNELS_HD Index operator()(Index cell) const { return cell / nx; }
};

/// `policy` is a Thrust execution policy, such as `thrust::omp::par` or `thrust::cuda::par.on(stream)`.
template <class Policy>
void scan_rows_by_thrust(const Policy& policy, View<Index> rows) {
  const auto key = thrust::make_transform_iterator(thrust::make_counting_iterator<Index>(0), RowOfCell{rows.nx});
  thrust::inclusive_scan_by_key(policy, key, key + rows.size(), rows.data, rows.data);
}

}  // namespace kernels
