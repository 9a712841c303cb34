/// Work in child processes: solvers that share state within a process (CBC does) still run side by side.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hallplan::mip {

/// Calls `work(0)` to `work(count - 1)`, each in a copy of this process, at most `at_once` of them at a time (0: one a processor), and
/// returns the bytes that each gave, in order of the numbers. Nothing where a child broke off, or was ended because `cancelled` said so.
///
/// The order of the answers and the answers themselves do not depend on `at_once`. What `work` changes in memory is lost with the child.
/// Where no child can be made the work is done here. A child dies with its parent and takes neither its exit handlers nor its buffers.
/// The caller has one thread running, or threads that hold no lock which `work` needs.
[[nodiscard]] std::vector<std::optional<std::string>> in_children(int count, int at_once,
                                                                  const std::function<std::string(int)>& work,
                                                                  const std::function<bool()>& cancelled = {});

}  // namespace hallplan::mip
