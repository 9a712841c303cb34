// Any bytes as an EPANET file: the reader gives a network that can be solved and written without a crash, or problems.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "planner/network/inp.hpp"
#include "planner/network/solve.hpp"
#include "planner/network/write_inp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallplan;
  SourceFiles files;
  const int file = files.add("fuzz.inp", std::string(reinterpret_cast<const char*>(data), size));
  const Result<network::Network> read = network::read_inp(files, file);
  if (read.value.has_value() == read.problems.has_errors()) std::abort();
  static_cast<void>(render(read.problems, files));
  if (!read.value) return 0;
  static_cast<void>(network::write_inp(*read.value, {}));
  const network::Solution found = network::solve(*read.value);
  const bool sound = std::all_of(found.flow_m3_per_s.begin(), found.flow_m3_per_s.end(),
                                 [](double flow) { return std::isfinite(flow); });
  if (found.solved() && !sound) std::abort();
  return 0;
}
