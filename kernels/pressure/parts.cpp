#include "kernels/pressure/parts.hpp"

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>

namespace kernels::pressure {
namespace {

/// The arrays of a box, by cell.
struct Box {
  std::size_t nx, ny, nz;
  const Operator& left;

  explicit Box(const Operator& of)
      : nx(static_cast<std::size_t>(of.grid.nx)),
        ny(static_cast<std::size_t>(of.grid.ny)),
        nz(static_cast<std::size_t>(of.grid.nz)),
        left(of) {}
  [[nodiscard]] std::size_t cell(std::size_t x, std::size_t y, std::size_t z) const { return (z * ny + y) * nx + x; }
  [[nodiscard]] float cx(std::size_t x, std::size_t y, std::size_t z) const {
    return left.cx[(z * ny + y) * (nx + 1) + x];
  }
  [[nodiscard]] float cy(std::size_t x, std::size_t y, std::size_t z) const {
    return left.cy[(z * (ny + 1) + y) * nx + x];
  }
  [[nodiscard]] float cz(std::size_t x, std::size_t y, std::size_t z) const { return left.cz[(z * ny + y) * nx + x]; }
};

class Joined {
 public:
  std::int32_t add() {
    leader_.push_back(static_cast<std::int32_t>(leader_.size()));
    return leader_.back();
  }
  std::int32_t leader(std::int32_t of) {
    while (at(of) != of) {
      at(of) = at(at(of));
      of = at(of);
    }
    return of;
  }
  void join(std::int32_t one, std::int32_t other) {
    one = leader(one);
    other = leader(other);
    if (one < other) at(other) = one;
    if (other < one) at(one) = other;
  }
  [[nodiscard]] std::size_t size() const { return leader_.size(); }

 private:
  std::int32_t& at(std::int32_t number) { return leader_[static_cast<std::size_t>(number)]; }
  std::vector<std::int32_t> leader_;
};

/// Joins the runs of a row with those of the row one lower in y or z, where the faces between them conduct.
template <class Coefficient>
void join_rows(std::size_t nx, const std::int32_t* here, const std::int32_t* lower, const Coefficient& c,
               Joined& joined) {
  std::int32_t last_here = -1, last_lower = -1;
  for (std::size_t x = 0; x < nx; ++x) {
    if (c(x) == 0 || (here[x] == last_here && lower[x] == last_lower)) continue;
    last_here = here[x];
    last_lower = lower[x];
    joined.join(last_here, last_lower);
  }
}

/// Runs of all rows, numbered in `run`, joined across rows.
Joined join_runs(const Box& box, std::vector<std::int32_t>& run) {
  Joined joined;
  for (std::size_t z = 0; z < box.nz; ++z) {
    for (std::size_t y = 0; y < box.ny; ++y) {
      std::int32_t* const here = run.data() + box.cell(0, y, z);
      std::int32_t number = -1;
      for (std::size_t x = 0; x < box.nx; ++x) {
        if (x == 0 || box.cx(x, y, z) == 0) number = joined.add();
        here[x] = number;
      }
      if (y > 0)
        join_rows(
            box.nx, here, here - box.nx, [&](std::size_t x) { return box.cy(x, y, z); }, joined);
      if (z > 0) {
        join_rows(
            box.nx, here, here - box.nx * box.ny, [&](std::size_t x) { return box.cz(x, y, z); }, joined);
      }
    }
  }
  return joined;
}

/// Calls each(cell) for the cells with an open face of the box.
template <class Each>
void each_open_cell(const Box& box, const Each& each) {
  for (std::size_t z = 0; z < box.nz; ++z) {
    for (std::size_t y = 0; y < box.ny; ++y) {
      if (box.cx(0, y, z) > 0) each(box.cell(0, y, z));
      if (box.cx(box.nx, y, z) > 0) each(box.cell(box.nx - 1, y, z));
    }
    for (std::size_t x = 0; x < box.nx; ++x) {
      if (box.cy(x, 0, z) > 0) each(box.cell(x, 0, z));
      if (box.cy(x, box.ny, z) > 0) each(box.cell(x, box.ny - 1, z));
    }
  }
  for (std::size_t y = 0; y < box.ny; ++y) {
    for (std::size_t x = 0; x < box.nx; ++x) {
      if (box.cz(x, y, 0) > 0) each(box.cell(x, y, 0));
      if (box.cz(x, y, box.nz) > 0) each(box.cell(x, y, box.nz - 1));
    }
  }
}

std::string place(std::int64_t cell, const Grid& grid) {
  return "(" + std::to_string(cell % grid.nx) + ", " + std::to_string(cell / grid.nx % grid.ny) + ", " +
         std::to_string(cell / grid.nx / grid.ny) + ")";
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

}  // namespace

Parts find_parts(const Operator& left) {
  const Box box(left);
  Parts parts;
  parts.of_cell.resize(static_cast<std::size_t>(left.grid.cells()));
  Joined joined = join_runs(box, parts.of_cell);
  std::vector<std::int32_t> part_of_run(joined.size(), -1);
  for (std::size_t cell = 0; cell < parts.of_cell.size(); ++cell) {
    std::int32_t& part = part_of_run[static_cast<std::size_t>(joined.leader(parts.of_cell[cell]))];
    if (part < 0) {
      part = static_cast<std::int32_t>(parts.cells.size());
      parts.first_cell.push_back(static_cast<std::int64_t>(cell));
      parts.cells.push_back(0);
    }
    parts.of_cell[cell] = part;
    ++parts.cells[static_cast<std::size_t>(part)];
  }
  parts.open.assign(parts.cells.size(), 0);
  each_open_cell(box, [&](std::size_t cell) { parts.open[static_cast<std::size_t>(parts.of_cell[cell])] = 1; });
  for (const char open : parts.open) parts.any_closed = parts.any_closed || open == 0;
  return parts;
}

Status balance(const Parts& parts, const Grid& grid, std::span<double> b) {
  if (!parts.any_closed) return {};
  std::vector<double> sum(parts.cells.size(), 0.0), amount(parts.cells.size(), 0.0);
  for (std::size_t cell = 0; cell < b.size(); ++cell) {
    const auto part = static_cast<std::size_t>(parts.of_cell[cell]);
    sum[part] += b[cell];
    amount[part] += std::abs(b[cell]);
  }
  for (std::size_t part = 0; part < sum.size(); ++part) {
    if (parts.open[part] != 0) continue;
    const std::string where = place(parts.first_cell[part], grid);
    if (parts.cells[part] == 1 && amount[part] > 0) {
      return {Code::bad_input,
              "the cell " + where + " has no conducting face, and the right side " + number(sum[part])};
    }
    if (std::abs(sum[part]) > kRounding * amount[part]) {
      return {Code::bad_input, "the " + std::to_string(parts.cells[part]) + " cells around " + where +
                                   " reach no opening, and their right side adds up to " + number(sum[part]) +
                                   " of amounts " + number(amount[part])};
    }
  }
  for (std::size_t cell = 0; cell < b.size(); ++cell) {
    const auto part = static_cast<std::size_t>(parts.of_cell[cell]);
    if (parts.open[part] == 0) b[cell] -= sum[part] / static_cast<double>(parts.cells[part]);
  }
  return {};
}

void pin(const Parts& parts, std::span<double> x) {
  if (!parts.any_closed) return;
  std::vector<double> sum(parts.cells.size(), 0.0);
  for (std::size_t cell = 0; cell < x.size(); ++cell) sum[static_cast<std::size_t>(parts.of_cell[cell])] += x[cell];
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    const auto part = static_cast<std::size_t>(parts.of_cell[cell]);
    if (parts.open[part] == 0) x[cell] -= sum[part] / static_cast<double>(parts.cells[part]);
  }
}

double relative_residual(const Operator& left, std::span<const double> b, std::span<const double> x) {
  const Box box(left);
  double squares = 0, all = 0;
  for (std::size_t z = 0; z < box.nz; ++z) {
    for (std::size_t y = 0; y < box.ny; ++y) {
      for (std::size_t i = 0; i < box.nx; ++i) {
        const std::size_t cell = box.cell(i, y, z);
        const auto flux = [&](float c, bool inside, std::size_t other) {
          return c == 0 ? 0 : static_cast<double>(c) * (x[cell] - (inside ? x[other] : 0));
        };
        const std::size_t row = box.nx, plane = box.nx * box.ny;
        const double along =
            flux(box.cx(i, y, z), i > 0, cell - 1) + flux(box.cx(i + 1, y, z), i + 1 < box.nx, cell + 1);
        const double across =
            flux(box.cy(i, y, z), y > 0, cell - row) + flux(box.cy(i, y + 1, z), y + 1 < box.ny, cell + row);
        const double upward =
            flux(box.cz(i, y, z), z > 0, cell - plane) + flux(box.cz(i, y, z + 1), z + 1 < box.nz, cell + plane);
        const double residual = b[cell] - (along + across + upward);
        squares += residual * residual;
        all += b[cell] * b[cell];
      }
    }
  }
  return all > 0 ? std::sqrt(squares / all) : 0;
}

}  // namespace kernels::pressure
