/// A hall under way: what stands in it, and what is left of every limit in whole watts and kilograms. Halves come one at a time, each
/// of their racks onto the feed and CDU group that have most left; what does not fit leaves no trace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"

namespace hallplan::search::aggregate {

class Filling {
 public:
  /// An empty hall, without fault, with these spine sites.
  Filling(const Hall& hall, const std::vector<int>& spine);

  /// Puts half a scalable unit (or a whole one with in-row CDUs) into a segment, and the management rack that is due, if all of it
  /// fits in this phase and all later ones.
  bool put(int segment, int kind, int phase, bool in_row = false);

  /// Puts a whole unit, all of it on one feed and one CDU group, the first that hold it; its management rack too.
  bool put_straight(int segment, int kind, int phase);

  /// Takes everything out of a segment. Management racks may be due then: `settle` puts them, or says that they do not fit.
  void clear(int segment);
  bool settle();

  [[nodiscard]] std::int64_t value_u() const { return value_u_; }
  [[nodiscard]] int halves() const { return halves_; }
  [[nodiscard]] int slots_left(int segment) const {
    return static_cast<int>(slots_[static_cast<std::size_t>(segment)]);
  }
  [[nodiscard]] bool reached(int segment) const { return reached_[static_cast<std::size_t>(segment)] != 0; }
  [[nodiscard]] Plan plan() const;

 private:
  using Left = std::vector<Amount>;  ///< of a limit, by phase

  bool put_halves(int count, int segment, int kind, int phase, bool in_row);
  bool put_racks(int segment, int kind, int phase, bool in_row);
  bool put_management(int phase);
  bool stand(int segment, Amount slots, Amount mass_kg);
  bool hang(int segment, int kind, int phase, int racks);
  bool cool(int segment, int kind, int phase, int racks, bool in_row);
  bool take(Amount& left, Amount amount);
  bool take_from(Left& left, int phase, Amount amount);
  [[nodiscard]] double room_of_feed(int feed, Amount power_w, int phase) const;
  bool load_feed(int feed, Amount power_w, int phase);

  void hung(std::vector<std::vector<Hung>>& onto, const Hung& rack);
  void undo_to(std::size_t taken, std::size_t hung);

  const Hall* hall_;
  std::vector<int> spine_;
  std::vector<char> reached_;
  std::vector<Amount> slots_, floor_kg_, loop_w_;
  std::vector<Left> feed_w_, group_w_, zone_w_, delivered_;
  std::vector<Left> pair_w_;  ///< what a UPS can still carry for a lost one, doubled
  std::vector<std::vector<std::pair<std::size_t, Amount>>>
      on_;  ///< of a feed: its pairs of UPS, and 1 or 2 halves of its load
  Left utility_w_;
  Left managed_;  ///< halves that the management racks can still serve
  std::vector<std::vector<int>> management_;
  std::vector<std::vector<std::vector<int>>> halves_in_, in_row_;  ///< [segment][kind][phase]
  int only_feed_ = -1, only_group_ = -1;                           ///< of the unit under way; -1: any
  std::vector<std::vector<Hung>> on_feeds_, on_groups_;            ///< of a segment
  // Of the half under way.
  std::vector<std::pair<Amount*, Amount>> undo_;
  std::vector<std::vector<Hung>*> undo_hung_;
  std::vector<int*> undo_management_;
  std::int64_t value_u_ = 0;
  int halves_ = 0;
};

}  // namespace hallplan::search::aggregate
