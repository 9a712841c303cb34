/// Service clearance: free floor in front of and behind every piece of equipment, over its width, up to the
/// nearest other equipment, column or wall. Two clearances may share an aisle; a keep-out is free floor and
/// blocks none.
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"

namespace hallplan::layout {
namespace {

struct Nearest {
  long long gap_mm = 0;
  std::string name;
};

/// What stands nearest on a side; nothing when the piece itself reaches through the wall there.
std::optional<Nearest> nearest(const Site& site, const std::vector<Equipment>& pieces, const Equipment& of, Side side) {
  Nearest found{gap_to_wall(of.rect, side, hall_rect(site.hall)), fmt::format("the {} wall", to_string(side))};
  if (found.gap_mm < 0) return std::nullopt;
  const Equipment* piece_found = nullptr;
  for (const Equipment& piece : pieces) {
    const long long gap = gap_to(of.rect, side, piece.rect);
    if (gap < 0 || gap >= found.gap_mm) continue;
    found.gap_mm = gap;
    piece_found = &piece;
  }
  if (piece_found != nullptr) found.name = piece_found->name;
  for (const Box& column : site.hall.columns) {
    const long long gap = gap_to(of.rect, side, box_rect(column));
    if (gap >= 0 && gap < found.gap_mm) found = {gap, "column " + column.id};
  }
  return found;
}

struct Face {
  const char* word;
  MaybeValue Body::*clearance;
};
constexpr Face kFaces[] = {{"front", &Body::clearance_front_m}, {"rear", &Body::clearance_rear_m}};

void check_group(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces,
                 const std::string& group, const Face& face) {
  std::vector<Check> cases;
  for (const Equipment& piece : pieces) {
    const MaybeValue& clearance = piece.body->*face.clearance;
    if (piece.group != group || !clearance) continue;
    const Side side = face.clearance == &Body::clearance_front_m ? piece.front : opposite(piece.front);
    const std::optional<Nearest> next = nearest(site, pieces, piece, side);
    if (!next) continue;
    CheckSubject subject =
        about(Rule::layout_clearance, fmt::format("{}, {}", piece.name, face.word), Dimension::length, *clearance);
    subject.at = piece.at;  // the clearance is the maker's; where the piece stands can be changed
    const long long needed = to_mm(clearance->high);
    subject.arithmetic = fmt::format("{} ({}) has {} m free to {} at its {}; it needs {} m", piece.name, piece.type,
                                     metres(next->gap_mm), next->name, face.word, metres(needed));
    cases.push_back(at_least(std::move(subject), to_m(next->gap_mm), to_m(needed)));
  }
  add_summary(out, std::move(cases), fmt::format("{}, {}", group, face.word));
}

}  // namespace

void check_clearance(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  std::vector<std::string> groups;
  for (const Equipment& piece : pieces) {
    bool met = false;
    for (const std::string& group : groups) met = met || group == piece.group;
    if (!met) groups.push_back(piece.group);
  }
  for (const std::string& group : groups) {
    for (const Face& face : kFaces) check_group(out, site, pieces, group, face);
  }
  for (const Equipment* piece : one_of_each(pieces)) {
    for (const Face& face : kFaces) {
      if (piece->body->*face.clearance) continue;
      out.push_back(undecided(
          about(Rule::layout_clearance, fmt::format("{}, {}", piece->type, face.word), Dimension::length, piece->at),
          fmt::format("no {} clearance known for {}", face.word, piece->type)));
    }
  }
}

}  // namespace hallplan::layout
