#include "kernels/flow/rooms.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

#include "kernels/base/in_threads.hpp"
#include "kernels/flow/tables.hpp"

namespace kernels::flow {
namespace {

/// The rooms of one case.
class Finder {
 public:
  Finder(const Tables& tables, Index unit)
      : tables_(tables),
        layout_(tables.layout),
        skip_(unit * layout_.stride),
        unit_(unit),
        step_{1, layout_.pitch, layout_.plane} {}

  void find() {
    const auto& losses = tables_.numbers[static_cast<std::size_t>(unit_)].loss;
    if (std::ranges::none_of(losses, [](float loss) { return loss > 0; })) return;
    room_.assign(static_cast<std::size_t>(layout_.stride) + 2 * Layout::kGroup, kNone);
    each_cell([&](Index cell) {
      if (air(cell) && room(cell) == kNone) fill(cell);
    });
    if (cells_.size() < 2) return;
    mark_given();
    find_faces();
    choose_levels();
  }

  /// Adds what was found, rooms and links numbered behind those of the cases before.
  void append(Rooms& to, std::vector<RoomPart>& link_parts, std::vector<Index>& link_ends) {
    const Index first = to.count();
    const auto level = [&](int room) {
      const int own = room == RoomLink::kOutside ? room : level_[static_cast<std::size_t>(room)];
      return own == RoomLink::kOutside ? own : static_cast<int>(first) + own;
    };
    std::vector<std::vector<RoomPart>> rims(static_cast<std::size_t>(levels_));
    for (const Rim& rim : rims_) {
      const int own = level_[static_cast<std::size_t>(rim.room)];
      if (own != RoomLink::kOutside) rims[static_cast<std::size_t>(own)].push_back(rim.part);
    }
    for (const std::vector<RoomPart>& rim : rims) {
      to.unit.push_back(unit_);
      to.parts.insert(to.parts.end(), rim.begin(), rim.end());
      to.first_part.push_back(static_cast<Index>(to.parts.size()));
    }
    std::map<std::pair<int, int>, std::vector<RoomPart>> links;
    for (const Seam& seam : seams_) {
      const RoomLink joined{level(seam.rooms.low), level(seam.rooms.high)};
      if (joined.low == joined.high) continue;
      to.seams.push_back({seam.at, seam.component, joined});
      const auto pair = std::minmax(joined.low, joined.high);
      links[{pair.first, pair.second}].push_back({seam.at, 3 + seam.component, 1.0F});
    }
    for (const auto& [rooms, parts] : links) {
      to.links.push_back({rooms.first, rooms.second});
      link_parts.insert(link_parts.end(), parts.begin(), parts.end());
      link_ends.push_back(static_cast<Index>(link_parts.size()));
    }
    if (levels_ > 0) {
      each_cell([&](Index cell) {
        const int own = air(cell) ? level(room(cell)) : RoomLink::kOutside;
        if (own != RoomLink::kOutside) to.cells.push_back({static_cast<Cell>(cell), own});
      });
    }
    to.first_room.push_back(to.count());
    to.first_link.push_back(static_cast<Index>(to.links.size()));
    to.most = std::max<Index>(to.most, levels_);
  }

 private:
  static constexpr int kNone = -2;

  struct Rim {
    int room;
    RoomPart part;
  };

  template <class Visit>
  void each_cell(const Visit& visit) const {
    for (Index z = 1; z <= layout_.nz; ++z) {
      for (Index y = 1; y <= layout_.ny; ++y) {
        for (Index x = 1; x <= layout_.nx; ++x) visit(layout_.at(x, y, z, unit_));
      }
    }
  }
  [[nodiscard]] face::Bits bits(int d, Index face) const {
    return tables_.bits[static_cast<std::size_t>(d)][static_cast<std::size_t>(face)];
  }
  [[nodiscard]] bool air(Index cell) const { return !face::is_solid(bits(0, cell)); }
  [[nodiscard]] int& room(Index cell) { return room_[static_cast<std::size_t>(cell - skip_)]; }
  [[nodiscard]] Index step(int d) const { return step_[static_cast<std::size_t>(d)]; }

  /// All that air reaches from a cell freely.
  void fill(Index start) {
    const auto number = static_cast<int>(cells_.size());
    cells_.push_back(0);
    std::vector<Index> reached{start};
    room(start) = number;
    while (!reached.empty()) {
      const Index cell = reached.back();
      reached.pop_back();
      ++cells_.back();
      for (int d = 0; d < 3; ++d) {
        for (const Index face : {cell, cell + step(d)}) {
          if (face::is_fixed(bits(d, face)) || face::loss(bits(d, face)) != 0) continue;
          const Index beyond = face == cell ? cell - step(d) : face;
          if (!air(beyond) || room(beyond) != kNone) continue;
          room(beyond) = number;
          reached.push_back(beyond);
        }
      }
    }
  }

  /// Faces whose velocity is given, by ducts or as a number: of all fixed faces these alone move air.
  void mark_given() {
    for (auto& given : given_) given.assign(room_.size(), 0);
    const auto mark = [&](int d, Index face) {
      if (face >= skip_ && face - skip_ < static_cast<Index>(room_.size())) {
        given_[static_cast<std::size_t>(d)][static_cast<std::size_t>(face - skip_)] = 1;
      }
    };
    for (const PortFace& port : tables_.port_faces) mark(port.component, port.at);
    for (int d = 0; d < 3; ++d) {
      for (const GivenVelocity& given : tables_.velocity[static_cast<std::size_t>(d)]) mark(d, given.at);
    }
  }

  void find_faces() {
    each_cell([&](Index cell) {
      if (!air(cell)) return;
      for (int d = 0; d < 3; ++d) {
        for (const bool high : {false, true}) look_at(cell, d, high);
      }
    });
    for (const OpeningFace& opening : tables_.openings) {
      if (opening.unit != unit_) continue;
      const int inside = room(opening.inside);
      if (inside == kNone) continue;
      const bool high = opening.high != 0;
      add_rim(inside, opening.at, opening.component, high);
      const RoomLink rooms{high ? inside : RoomLink::kOutside, high ? RoomLink::kOutside : inside};
      seams_.push_back({opening.at, opening.component, rooms});
    }
  }

  /// The face of a cell at its low or high side.
  void look_at(Index cell, int d, bool high) {
    const Index face = high ? cell + step(d) : cell;
    const face::Bits here = bits(d, face);
    if (face::is_fixed(here)) {
      if (given_[static_cast<std::size_t>(d)][static_cast<std::size_t>(face - skip_)] != 0) {
        add_rim(room(cell), face, d, high);
      }
      return;
    }
    if (face::loss(here) == 0) return;
    const Index beyond = high ? face : cell - step(d);
    if (!air(beyond) || room(beyond) == room(cell)) return;
    add_rim(room(cell), face, d, high);
    if (!high) seams_.push_back({face, d, {room(beyond), room(cell)}});
  }

  void add_rim(int room, Index face, int d, bool high) {
    const auto per_m = static_cast<float>(1 / tables_.h_m[static_cast<std::size_t>(d)]);
    rims_.push_back({room, {face, d, high ? -per_m : per_m}});
  }

  /// A level for all rooms but the largest of those that seams join, where no opening gives one.
  void choose_levels() {
    const auto count = static_cast<int>(cells_.size());
    std::vector<int> joined(cells_.size());
    std::iota(joined.begin(), joined.end(), 0);
    const auto root = [&](int room) {
      while (joined[static_cast<std::size_t>(room)] != room) room = joined[static_cast<std::size_t>(room)];
      return room;
    };
    std::vector<bool> opens(cells_.size(), false);
    for (const Seam& seam : seams_) {
      const auto [low, high] = seam.rooms;
      if (low == RoomLink::kOutside || high == RoomLink::kOutside) {
        opens[static_cast<std::size_t>(std::max(low, high))] = true;
      } else {
        joined[static_cast<std::size_t>(root(low))] = root(high);
      }
    }
    std::vector<int> by_size(cells_.size());
    std::iota(by_size.begin(), by_size.end(), 0);
    std::ranges::stable_sort(by_size, std::ranges::greater{},
                             [&](int room) { return cells_[static_cast<std::size_t>(room)]; });
    std::vector<bool> has_outside(cells_.size(), false);
    for (int room = 0; room < count; ++room) {
      if (opens[static_cast<std::size_t>(room)]) has_outside[static_cast<std::size_t>(root(room))] = true;
    }
    level_.assign(cells_.size(), RoomLink::kOutside);
    for (const int room : by_size) {
      const auto of = static_cast<std::size_t>(root(room));
      if (has_outside[of] && levels_ < Rooms::kMost) level_[static_cast<std::size_t>(room)] = levels_++;
      has_outside[of] = true;
    }
  }

  const Tables& tables_;
  const Layout& layout_;
  Index skip_;
  Index unit_;
  std::array<Index, 3> step_;
  std::vector<int> room_;     ///< of each cell
  std::vector<Index> cells_;  ///< of each room
  std::array<std::vector<char>, 3> given_;
  std::vector<Rim> rims_;
  std::vector<Seam> seams_;  ///< rooms as they were found
  std::vector<int> level_;   ///< of a room; RoomLink::kOutside: none
  int levels_ = 0;
};

}  // namespace

Rooms find_rooms(const Tables& tables, std::size_t threads) {
  std::vector<Finder> finders;
  for (Index unit = 0; unit < tables.layout.cases; ++unit) finders.emplace_back(tables, unit);
  each_in_threads(finders.size(), threads, [&](std::size_t unit) { finders[unit].find(); });
  Rooms rooms;
  std::vector<RoomPart> link_parts;
  std::vector<Index> link_ends;
  for (Finder& finder : finders) finder.append(rooms, link_parts, link_ends);
  const auto first = static_cast<Index>(rooms.parts.size());
  rooms.parts.insert(rooms.parts.end(), link_parts.begin(), link_parts.end());
  for (const Index end : link_ends) rooms.first_part.push_back(first + end);
  for (std::size_t i = 0; i + 1 < rooms.first_part.size(); ++i) {
    rooms.widest = std::max(rooms.widest, rooms.first_part[i + 1] - rooms.first_part[i]);
  }
  return rooms;
}

}  // namespace kernels::flow
