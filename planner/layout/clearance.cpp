/// Service clearance and pull space: free floor in front of and behind every piece of equipment, over its width, up to the
/// nearest other equipment, column, wall or partition that hangs lower than the piece. Two clearances may share an aisle; a keep-out is
/// free floor and blocks none. What a rear door takes of the floor is free to nobody, nor is it to its own rack.
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/grid.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/sheets.hpp"

namespace hallplan::layout {
namespace {

struct Nearest {
  long long gap_mm = 0;
  std::string name;
  int piece = -1;  ///< of the grid's pieces; -1: column, wall or partition
};

/// What stands nearest on a side; nothing when the piece itself reaches through the wall there.
std::optional<Nearest> nearest(const Site& site, const Grid& grid, const Equipment& of, Side side) {
  Nearest found{gap_to_wall(of.rect, side, hall_rect(site.hall)), fmt::format("the {} wall", to_string(side)), -1};
  if (found.gap_mm < 0) return std::nullopt;
  if (const int ahead = nearest_ahead(grid, of.rect, side, found.gap_mm); ahead >= 0) {
    const Equipment& piece = (*grid.pieces)[static_cast<std::size_t>(ahead)];
    found = {gap_to(of.rect, side, piece.rect), piece.name, ahead};
  }
  for (const Box& column : site.hall.columns) {
    const long long gap = gap_to(of.rect, side, box_rect(column));
    if (gap >= 0 && gap < found.gap_mm) found = {gap, "column " + column.id, -1};
  }
  for (const Partition& sheet : site.hall.partitions) {
    if (!in_the_way(sheet, to_mm(of.body->height_m.high))) continue;
    const long long gap = gap_to(of.rect, side, sheet_rect(sheet));
    if (gap >= 0 && gap < found.gap_mm) found = {gap, sheet_name(sheet), -1};
  }
  return found;
}

/// One kind of free floor on one side.
struct Face {
  Rule rule;
  const char* word;
  bool is_front;
  MaybeValue Body::*needed;
};
constexpr Face kClearances[] = {{Rule::layout_clearance, "front", true, &Body::clearance_front_m},
                                {Rule::layout_clearance, "rear", false, &Body::clearance_rear_m}};
constexpr Face kPullSpaces[] = {{Rule::layout_pull, "front", true, &Body::pull_front_m},
                                {Rule::layout_pull, "rear", false, &Body::pull_rear_m}};

/// What stands together, in the order in which the pieces come.
struct Group {
  std::string name;
  std::vector<const Equipment*> pieces;
};

std::vector<Group> groups_of(const std::vector<Equipment>& pieces) {
  std::vector<Group> groups;
  std::map<std::string_view, std::size_t> number;
  for (const Equipment& piece : pieces) {
    const auto [at, is_new] = number.try_emplace(piece.group, groups.size());
    if (is_new) groups.push_back({piece.group, {}});
    groups[at->second].pieces.push_back(&piece);
  }
  return groups;
}

/// What a piece has free on one side, and which piece stands nearest there; nothing where it needs nothing.
struct Case {
  Check check;
  int ahead = -1;
};

std::optional<Case> case_of(const Site& site, const Grid& grid, const Equipment& piece, const Face& face) {
  const MaybeValue& clearance = piece.body->*face.needed;
  if (!clearance) return std::nullopt;
  const Side side = face.is_front ? piece.front : opposite(piece.front);
  const std::optional<Nearest> next = nearest(site, grid, piece, side);
  if (!next) return std::nullopt;
  CheckSubject subject = about(face.rule, fmt::format("{}, {}", piece.name, face.word), Dimension::length, *clearance);
  subject.at = piece.at;  // the clearance is the maker's; where the piece stands can be changed
  const long long needed = to_mm(clearance->high);
  const long long door = face.is_front ? 0 : depth_mm(piece.door);
  subject.arithmetic =
      fmt::format("{} ({}) has {} m free to {} at its {}{}; it needs {} m{}", piece.name, piece.type,
                  metres(next->gap_mm), next->name, face.word,
                  door > 0 ? fmt::format(", {} m of it taken by its door {}", metres(door), piece.door->id) : "",
                  metres(needed), face.rule == Rule::layout_pull ? " to be pulled out" : "");
  return Case{at_least(std::move(subject), to_m(next->gap_mm - door), to_m(needed)), next->piece};
}

void check_group(std::vector<Check>& out, const Site& site, const Grid& grid, const Group& group, const Face& face) {
  std::vector<Check> cases;
  for (const Equipment* piece : group.pieces) {
    if (std::optional<Case> one = case_of(site, grid, *piece, face)) cases.push_back(std::move(one->check));
  }
  add_summary(out, std::move(cases), fmt::format("{}, {}", group.name, face.word));
}

}  // namespace

std::vector<Near> too_near(const Site& site, const std::vector<Equipment>& pieces) {
  const std::vector<Equipment> reaching = with_doors(pieces);
  const Grid grid = grid_of(hall_rect(site.hall), reaching);
  std::vector<Near> out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (const Face& face : {kClearances[0], kClearances[1], kPullSpaces[0], kPullSpaces[1]}) {
      std::optional<Case> one = case_of(site, grid, pieces[i], face);
      if (!one || one->check.status != Status::fail || one->ahead < 0) continue;
      out.push_back({std::move(one->check), i, static_cast<std::size_t>(one->ahead)});
    }
  }
  return out;
}

void check_clearance(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  const std::vector<Equipment> reaching = with_doors(pieces);
  const Grid grid = grid_of(hall_rect(site.hall), reaching);
  for (const Group& group : groups_of(pieces)) {
    for (const Face& face : kClearances) check_group(out, site, grid, group, face);
  }
  for (const Equipment* piece : one_of_each(pieces)) {
    if (piece->device >= 0) continue;  // it has working space instead
    for (const Face& face : kClearances) {
      if (piece->body->*face.needed) continue;
      out.push_back(undecided(
          about(Rule::layout_clearance, fmt::format("{}, {}", piece->type, face.word), Dimension::length, piece->at),
          fmt::format("no {} clearance known for {}", face.word, piece->type)));
    }
  }
}

void check_pull_space(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  const std::vector<Equipment> reaching = with_doors(pieces);
  const Grid grid = grid_of(hall_rect(site.hall), reaching);
  for (const Group& group : groups_of(pieces)) {
    for (const Face& face : kPullSpaces) check_group(out, site, grid, group, face);
  }
}

}  // namespace hallplan::layout
