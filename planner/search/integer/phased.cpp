#include "planner/search/integer/phased.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "planner/search/integer/program.hpp"

namespace hallplan::search::integer {
namespace {

/// One phase: its program and where its columns begin in the whole one.
struct Part {
  Classes classes;
  Program program;
  int first_column = 0;
};

/// Places of two phases that share slots, by number: racks of one set of places stay within the same set.
class Shared {
 public:
  Shared(const Model& a, const Part& early, const Model& b, const Part& late)
      : parent_(early.classes.places.size() + late.classes.places.size()), late_(early.classes.places.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    std::map<std::pair<int, int>, std::size_t> of;  // by row and slot
    const auto add = [&](const Model& model, const Part& part, std::size_t first) {
      for (std::size_t p = 0; p < part.classes.places.size(); ++p) {
        for (const int slot : part.classes.places[p].slots) {
          const SlotInfo& at = model.slots[static_cast<std::size_t>(slot)];
          const auto [seen, is_new] = of.try_emplace({at.row, at.slot}, first + p);
          if (!is_new) parent_[root(first + p)] = root(seen->second);
        }
      }
    };
    add(a, early, 0);
    add(b, late, late_);
  }

  [[nodiscard]] std::size_t of_early(std::size_t place) { return root(place); }
  [[nodiscard]] std::size_t of_late(std::size_t place) { return root(late_ + place); }

 private:
  std::size_t root(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }

  std::vector<std::size_t> parent_;
  std::size_t late_;
};

class Writing {
 public:
  Writing(const std::vector<Model>& models, int last_racks) : models_(models) {
    whole_.name = "phases";
    for (const Model& model : models_) add_phase(model);
    const Model& last = models_.back();
    std::vector<mip::Entry> racks;
    for (std::size_t c = 0; c < parts_.back().program.model.columns.size(); ++c) {
      const double gain = parts_.back().program.model.columns[c].gain;
      if (gain != 0) racks.push_back({parts_.back().first_column + static_cast<int>(c), gain * step(parts_.back())});
    }
    const double needed = last_racks - last.pinned_compute;
    if (needed > 0) whole_.add(mip::Row{"last", needed, mip::kInfinity, std::move(racks)});
    for (std::size_t k = 0; k + 1 < parts_.size(); ++k) keep_what_stands(k);
  }

  [[nodiscard]] const mip::Model& model() const { return whole_; }

  [[nodiscard]] std::vector<std::vector<int>> units_of(const std::vector<double>& x) const {
    std::vector<std::vector<int>> units;
    for (const Part& part : parts_) {
      units.emplace_back();
      for (const std::vector<int>& kind : part.program.units) {
        double sum = 0;
        for (const int column : kind)
          sum += column < 0 ? 0 : x[static_cast<std::size_t>(part.first_column) + static_cast<std::size_t>(column)];
        units.back().push_back(static_cast<int>(std::lround(sum)));
      }
    }
    return units;
  }

 private:
  static double step(const Part& part) { return static_cast<double>(part.program.step); }

  void add_phase(const Model& model) {
    Part part;
    part.classes = classes_of(model);
    part.program = program_of(model, part.classes);
    part.first_column = static_cast<int>(whole_.columns.size());
    const bool counts = parts_.size() + 1 < models_.size();
    const std::string prefix = fmt::format("p{}_", parts_.size());
    for (mip::Column column : part.program.model.columns) {
      column.name = prefix + column.name;
      column.gain = counts ? std::round(column.gain * step(part)) : 0;
      whole_.add(std::move(column));
    }
    for (mip::Row row : part.program.model.rows) {
      row.name = prefix + row.name;
      for (mip::Entry& entry : row.entries) entry.column += part.first_column;
      whole_.add(std::move(row));
    }
    parts_.push_back(std::move(part));
  }

  /// No more now than then.
  void grows(std::string name, std::vector<mip::Entry> entries) {
    if (!entries.empty()) whole_.add(mip::Row{std::move(name), -mip::kInfinity, 0, std::move(entries)});
  }

  void keep_what_stands(std::size_t k) {
    const Part& early = parts_[k];
    const Part& late = parts_[k + 1];
    for (std::size_t kind = 0; kind < early.program.units.size(); ++kind) {
      std::vector<mip::Entry> entries;
      for (const int column : early.program.units[kind]) {
        if (column >= 0) entries.push_back({early.first_column + column, 1});
      }
      if (entries.empty()) continue;
      for (const int column : late.program.units[kind]) {
        if (column >= 0) entries.push_back({late.first_column + column, -1});
      }
      grows(fmt::format("units_grow_{}_{}", k, kind), std::move(entries));
    }
    Shared shared(models_[k], early, models_[k + 1], late);
    std::map<std::pair<std::size_t, int>, std::vector<mip::Entry>> standing;  // by places and the catalogue's type
    for (std::size_t p = 0; p < early.program.stand.size(); ++p) {
      for (std::size_t type = 0; type < early.program.stand[p].size(); ++type) {
        const int column = early.program.stand[p][type];
        if (column >= 0) {
          standing[{shared.of_early(p), models_[k].site_type[type]}].push_back({early.first_column + column, 1});
        }
      }
    }
    for (std::size_t p = 0; p < late.program.stand.size(); ++p) {
      for (std::size_t type = 0; type < late.program.stand[p].size(); ++type) {
        const int column = late.program.stand[p][type];
        const auto at = standing.find({shared.of_late(p), models_[k + 1].site_type[type]});
        if (column >= 0 && at != standing.end()) at->second.push_back({late.first_column + column, -1});
      }
    }
    int number = 0;
    for (auto& [key, entries] : standing) grows(fmt::format("stand_grow_{}_{}", k, number++), std::move(entries));
  }

  const std::vector<Model>& models_;
  std::vector<Part> parts_;
  mip::Model whole_;
};

}  // namespace

Phased phased(const std::vector<Model>& models, int last_racks, long long placed, mip::Solver solver,
              const Budget& budget) {
  Phased out;
  long long pinned = 0;
  for (std::size_t k = 0; k + 1 < models.size(); ++k) pinned += models[k].pinned_compute;
  const auto racks_of = [&](double racks) { return pinned + static_cast<long long>(racks); };
  const Writing writing(models, last_racks);
  const Ceiling found =
      ceiling_of(writing.model(), solver, budget, [&](double racks) { return racks_of(racks) <= placed; });
  out.cut_by_time = found.cut_by_time;
  if (found.certified) out.certified = racks_of(*found.certified);
  if (found.claimed) out.claimed = racks_of(*found.claimed);
  if (found.reached) {
    out.aimed = racks_of(*found.reached);
    out.units = writing.units_of(found.point);
  }
  return out;
}

}  // namespace hallplan::search::integer
