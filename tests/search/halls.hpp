/// Small random halls as models, without a site behind them, and the most compute racks that any placement of one can have,
/// found by looking at every placement.
#pragma once

#include <cstdint>

#include "planner/search/model.hpp"
#include "planner/search/random.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

/// What a random hall is made of.
struct HallShape {
  int rows = 2;
  int slots = 10;  ///< in all
  int compute_racks = 2;
  int network_racks = 1;
  int units_per_management = 2;  ///< 0: none
  int wanted = 0;                ///< 0: as many as fit
};

/// The `i`-th of a series of shapes of at most ten slots: rows, units and management racks of every sort.
HallShape shape_of(int i);

/// Two or three feed pairs a row with a limit each, alone and with their other side lost, two CDU groups over all rows, a limit on
/// everything, floor bays of three slots, now and then a short cable reach and clearances. All amounts are whole numbers.
Model random_hall(const HallShape& shape, Random& random);

/// A management rack for each unit of a hall of one sort of racks: in the same slots, on the first way, `amount` of each row's limit.
void add_management(Model& model, double amount);

/// Most compute racks of any placement, by looking at all of them. For halls of at most some ten slots.
int exhaustive(const Model& model);

/// A hall of two demands that differ in value: units of one or two racks of types 0 and 1, nothing else and no cables.
Model random_valued_hall(int i, Random& random);

/// The most value of any placement of such a hall, in thousandths, by trying every one.
std::int64_t exhaustive_value(const Model& model);

/// The most further racks of type 0 that power and coolant left over could take, by trying every way to connect them, up to `most`.
int exhaustive_room(const Model& model, const State& state, int most);

/// Why a state is no placement that keeps every limit, told from the rows themselves; empty when it is one.
std::string fault_of(const Model& model, const State& state);

}  // namespace hallplan::search
