/// The placement instances of tests/data/instances as models of the search, in their last phase.
#pragma once

#include <string>
#include <vector>

#include "planner/search/model.hpp"
#include "planner/search/search.hpp"

namespace hallplan::search {

/// One instance: a model for each choice of spine rooms. A scalable unit of the instance is two of the model.
struct Instance {
  std::string name;
  std::vector<Model> choices;
};

/// Reads "200-1". Throws std::runtime_error when the file is not there.
[[nodiscard]] Instance read_instance(const std::string& name);

/// Most GPU racks over all choices of spine rooms, by the search with these options; `bound` is that of the best of them, the
/// greatest bound of all.
struct Found {
  int racks = 0;
  int bound = 0;
};
[[nodiscard]] Found search_instance(const Instance& instance, const Options& options);

/// Straight rows in order: whole scalable units in the first free slots, each on one feed and one CDU group, the first that
/// holds it. What a planner does with a pencil.
[[nodiscard]] int straight_rows(const Instance& instance);

/// A competent greedy: whole and half units, the least scarce feed and group for each rack, without going back.
[[nodiscard]] int greedy_racks(const Instance& instance);

/// Why the search's best placement of a choice breaks the instance's rules; empty when it breaks none.
[[nodiscard]] std::string fault_of_best(const Model& model, const Options& options);

}  // namespace hallplan::search
