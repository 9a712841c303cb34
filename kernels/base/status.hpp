/// How a call into `kernels` ended. Nothing here throws, prints or exits: the caller gets a code to branch on and one
/// line of text to show.
#pragma once

#include <string>

namespace kernels {

enum class Code {
  ok,
  bad_input,       ///< the question makes no sense (negative power, a window larger than the grid, ...)
  too_large,       ///< over a stated size, or sums could overflow
  out_of_memory,   ///< storage was refused, on the host or on the device
  backend_absent,  ///< the backend is not in this build
  no_device,       ///< the backend is in this build, and no device answers
  device_failed,   ///< a device call failed on the way; no result may be used
};

struct Status {
  Code code = Code::ok;
  std::string text;  ///< empty when ok

  explicit operator bool() const { return code == Code::ok; }
};

}  // namespace kernels
