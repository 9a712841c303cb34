/// Ducts and probes of a case as lists: which faces a duct moves air through, which cells hold what it blows, which cells are
/// followed. Internal.
#pragma once

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

/// Appends the case's ducts, in the case's order. Returns what they move at their first flow point, m3/s.
double add_ports(const Case& hall, Index unit, Tables& tables);

/// Appends the case's probes as followed cells; they come after the ducts of all cases.
void add_probes(const Case& hall, Index unit, Tables& tables);

}  // namespace kernels::flow
