#include "planner/site/row_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace hallplan {
namespace {

constexpr int kMostRows = 500;             // of one block
constexpr std::size_t kMostInAll = 2'000;  // rows of all blocks
constexpr int kMostSlots = 500;
constexpr double kTouch_m = 1e-6;

bool is_bound(const Value& value) { return value.at.known(); }

/// The first line of the tile grid at or beyond a place.
double on_line(double at_m, double tile_m) { return std::ceil((at_m - kTouch_m) / tile_m) * tile_m; }

std::string with_number(std::string text, int row) {
  const std::string number = std::to_string(row);
  for (std::size_t at = text.find(kRowNumber); at != std::string::npos; at = text.find(kRowNumber, at)) {
    text.replace(at, kRowNumber.size(), number);
  }
  return text;
}

Ref with_number(const Ref& ref, int row) { return {with_number(ref.id, row), ref.at, -1}; }

/// A length that follows from the block's: it keeps who vouches for the one it comes from, and that one's place.
Value derived(const Value& from, double length_m) {
  Value out = from;
  out.value = out.low = out.high = length_m;
  if (std::abs(length_m - from.value) > kTouch_m) out.written = fmt::format("{:.3f} m", length_m);
  return out;
}

/// Lays out one block. Low and high are the sides of less and more x or y across the rows.
class Layout {
 public:
  Layout(const Site& site, const RowBlock& block, Diagnostics& problems)
      : site_(site), block_(block), along_x_(block.along == Axis::x), problems_(problems) {}

  std::vector<Row> rows() {
    std::vector<Row> out;
    if (!sound()) return out;
    const int slots = slots_in_row();
    if (slots == 0) return out;
    const int most = block_.rows > 0 ? block_.rows : kMostRows;
    double edge_m = across_start();
    for (int number = 1; number <= most; ++number) {
      const double low_m = placed(edge_m, number);
      if (block_.area && low_m + block_.depth_m.value > across_end() + kTouch_m) break;
      out.push_back(row(number, low_m, slots));
      edge_m = low_m + block_.depth_m.value + aisle_after(number);
    }
    if (block_.rows == 0 && paired() && out.size() % 2 == 1) out.pop_back();
    if (static_cast<int>(out.size()) < std::max(block_.rows, 1)) too_small(out.size());
    return out;
  }

 private:
  [[nodiscard]] bool paired() const {
    return block_.containment == BlockContainment::hot || block_.containment == BlockContainment::cold;
  }
  /// True when the front of a row looks to the low side: of every second one, but with chimneys of all or none.
  [[nodiscard]] bool looks_low(int number) const {
    if (block_.containment == BlockContainment::chimney) {
      return block_.front != BlockFront::north && block_.front != BlockFront::east;
    }
    return (number % 2 == 1) == (block_.containment != BlockContainment::cold);
  }
  [[nodiscard]] Side front(int number) const {
    if (along_x_) return looks_low(number) ? Side::south : Side::north;
    return looks_low(number) ? Side::west : Side::east;
  }
  [[nodiscard]] bool hot_aisle_after(int number) const {
    return block_.containment != BlockContainment::chimney && looks_low(number);
  }
  [[nodiscard]] double aisle_after(int number) const {
    const MaybeValue& aisle = hot_aisle_after(number) ? block_.hot_aisle_m : block_.cold_aisle_m;
    return aisle ? aisle->value : 0;
  }
  /// Low edge of a row that may start at `edge_m`.
  [[nodiscard]] double placed(double edge_m, int number) const {
    if (!block_.snap) return edge_m;
    const double tile_m = site_.hall.tile_m->value;
    if (looks_low(number)) return on_line(edge_m, tile_m);
    return on_line(edge_m + block_.depth_m.value, tile_m) - block_.depth_m.value;
  }
  [[nodiscard]] const Value& across_corner() const { return along_x_ ? block_.y_m : block_.x_m; }
  [[nodiscard]] const Value& along_corner() const { return along_x_ ? block_.x_m : block_.y_m; }
  [[nodiscard]] double across_start() const { return across_corner().value; }
  [[nodiscard]] double across_end() const {
    return across_start() + (along_x_ ? block_.area->depth_m : block_.area->width_m).value;
  }
  [[nodiscard]] double along_start() const {
    return block_.snap ? on_line(along_corner().value, site_.hall.tile_m->value) : along_corner().value;
  }
  [[nodiscard]] double along_end() const {
    return along_corner().value + (along_x_ ? block_.area->width_m : block_.area->depth_m).value;
  }

  bool missing(const char* key, const char* why) {
    problems_.error(Rule::site_missing_key, block_.at, fmt::format("'{}' needs '{}': {}", block_.id, key, why));
    return false;
  }

  /// What the keys together must say before anything can be laid out.
  bool sound() {
    if ((block_.rows == 0 || block_.slots == 0) && !block_.area) {
      return missing("area",
                     block_.rows == 0 ? "as many rows as fit are asked for" : "as many slots as fit are asked for");
    }
    const bool one_row = block_.rows == 1;
    const bool both = block_.rows == 0 || block_.rows > 2;
    const bool hot_first = hot_aisle_after(1);
    if (!one_row && !block_.hot_aisle_m && block_.containment != BlockContainment::chimney && (both || hot_first)) {
      return missing("hot_aisle", "rows stand rear to rear");
    }
    if (!one_row && !block_.cold_aisle_m && (both || !hot_first)) {
      return missing("cold_aisle", "rows stand on both sides of an aisle");
    }
    if (block_.snap && !site_.hall.tile_m) return missing("hall.tile", "rows are put on tile lines");
    return sound_front();
  }

  bool sound_front() {
    if (block_.front == BlockFront::automatic) return true;
    const bool faces_y = block_.front == BlockFront::south || block_.front == BlockFront::north;
    if (block_.containment != BlockContainment::chimney) {
      problems_.error(
          Rule::site_disagree, block_.at,
          fmt::format("'{}': which way rows face follows from the containment; 'front' is for chimney", block_.id));
      return false;
    }
    if (faces_y == along_x_) return true;
    problems_.error(Rule::site_disagree, block_.at,
                    fmt::format("'{}' runs along {} and cannot face that way", block_.id, along_x_ ? "x" : "y"),
                    along_x_ ? "front is south or north" : "front is west or east");
    return false;
  }

  int slots_in_row() {
    if (!block_.area) return block_.slots;
    const double fit = std::floor((along_end() - along_start() + kTouch_m) / block_.pitch_m.value);
    const int most = static_cast<int>(std::clamp(fit, 0.0, static_cast<double>(kMostSlots)));
    const int wanted = block_.slots > 0 ? block_.slots : 1;
    if (block_.slots == 0 && fit > kMostSlots) {
      problems_.error(
          Rule::site_range, block_.at,
          fmt::format("'{}': {:.0f} slots fit along its area, expected at most {} a row", block_.id, fit, kMostSlots),
          "lay it out in two blocks");
      return 0;
    }
    if (most < wanted) {
      problems_.error(
          Rule::site_range, block_.at,
          fmt::format("'{}': {} slots of {:g} m are more than its area is long from the first slot: {:.3f} m",
                      block_.id, wanted, block_.pitch_m.value, along_end() - along_start()));
      return 0;
    }
    return block_.slots > 0 ? block_.slots : most;
  }

  void too_small(std::size_t fit) {
    problems_.error(Rule::site_range, block_.at,
                    fmt::format("'{}': {} rows with their aisles fit into its area, expected {}", block_.id, fit,
                                block_.rows > 0 ? std::to_string(block_.rows)
                                : paired()      ? "at least a pair"
                                                : "one"),
                    paired() && block_.rows == 0 ? "a single row has to be asked for: rows: 1" : "");
  }

  Row row(int number, double low_m, int slots) {
    Row out;
    out.id = fmt::format("{}-{}", block_.id, number);
    out.at = block_.at;
    out.x_m = derived(block_.x_m, along_x_ ? along_start() : low_m);
    out.y_m = derived(block_.y_m, along_x_ ? low_m : along_start());
    out.along = block_.along;
    out.front = front(number);
    out.slots = slots;
    out.pitch_m = block_.pitch_m;
    out.depth_m = block_.depth_m;
    const std::string name = std::to_string(number);
    const auto own = std::find_if(block_.by_row.begin(), block_.by_row.end(),
                                  [&](const RowServices& services) { return services.id == name; });
    const bool has_own = own != block_.by_row.end();
    const auto names = [&](const char* list) {
      return has_own && std::find(own->given.begin(), own->given.end(), list) != own->given.end();
    };
    for (const FeedPair& pair : names("feeds") ? own->feeds : block_.feeds) {
      out.feeds.push_back({with_number(pair.a, number), with_number(pair.b, number)});
    }
    for (const Ref& group : names("cdu_groups") ? own->cdu_groups : block_.cdu_groups) {
      out.cdu_groups.push_back(with_number(group, number));
    }
    out.air_zone = with_number(has_own && own->air_zone.given() ? own->air_zone : block_.air_zone, number);
    return out;
  }

  const Site& site_;
  const RowBlock& block_;
  bool along_x_;
  Diagnostics& problems_;
};

void check_exceptions(const RowBlock& block, std::size_t rows, Diagnostics& problems) {
  for (const RowServices& own : block.by_row) {
    bool found = false;
    for (std::size_t number = 1; number <= rows && !found; ++number) found = own.id == std::to_string(number);
    if (found) continue;
    problems.error(Rule::site_reference, own.at, fmt::format("'{}' has no row {}", block.id, own.id),
                   fmt::format("its rows are 1 to {}", rows));
  }
}

bool values_are_bound(const RowBlock& block) {
  const bool area = !block.area || (is_bound(block.area->width_m) && is_bound(block.area->depth_m));
  return area && is_bound(block.x_m) && is_bound(block.y_m) && is_bound(block.pitch_m) && is_bound(block.depth_m);
}

}  // namespace

bool expand_row_blocks(Site& site, Diagnostics& problems) {
  bool all_bound = true;
  std::size_t made = 0;
  for (const RowBlock& block : std::exchange(site.row_blocks, {})) {
    if (!values_are_bound(block)) {
      all_bound = false;
      continue;
    }
    std::vector<Row> rows = Layout(site, block, problems).rows();
    if (!rows.empty()) check_exceptions(block, rows.size(), problems);
    all_bound = all_bound && !rows.empty();
    made += rows.size();
    if (made > kMostInAll) {
      problems.error(Rule::site_range, block.at, fmt::format("expected at most {} rows in all blocks", kMostInAll));
      return false;
    }
    for (Row& row : rows) {
      const auto same = std::find_if(site.rows.begin(), site.rows.end(), [&](const Row& r) { return r.id == row.id; });
      if (same != site.rows.end()) {
        problems.add({Rule::site_disagree, row.at, fmt::format("a second row '{}'", row.id),
                      "give the block another id", Related{same->at, "first here"}, Severity::error});
      } else {
        site.rows.push_back(std::move(row));
      }
    }
  }
  return all_bound;
}

}  // namespace hallplan
