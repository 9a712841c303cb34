#include "planner/network/elimination.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <cmath>
#include <cstddef>

namespace hallplan::network {
namespace {

constexpr double kDiagonalEnough = 0.1;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

void Elimination::Triangle::clear() {
  first.assign(1, 0);
  row.clear();
  value.clear();
}

void Elimination::Triangle::add(int where, double amount) {
  row.push_back(where);
  value.push_back(amount);
}

void Elimination::order(const Matrix& pattern) {
  Eigen::COLAMDOrdering<int>::PermutationType places;
  Eigen::COLAMDOrdering<int>()(pattern, places);
  order_.resize(at(static_cast<int>(pattern.cols())));
  for (int column = 0; column < static_cast<int>(pattern.cols()); ++column) {
    order_[at(places.indices()[column])] = column;
  }
}

/// Depth first down the columns of `lower_` that a row's pivot leads to.
void Elimination::visit(int row) {
  if (seen_[at(row)] == stamp_) return;
  const auto open = [&](int next) {
    seen_[at(next)] = stamp_;
    const int place = place_of_[at(next)];
    open_.emplace_back(next, place < 0 ? 0 : lower_.first[at(place)] + 1);
  };
  open(row);
  while (!open_.empty()) {
    const int here = open_.back().first;
    const int place = place_of_[at(here)];
    const int end = place < 0 ? 0 : lower_.first[at(place) + 1];
    int next = -1;
    while (next < 0 && open_.back().second < end) {
      const int below = lower_.row[at(open_.back().second++)];
      if (seen_[at(below)] != stamp_) next = below;
    }
    if (next >= 0) {
      open(next);
    } else {
      met_.push_back(here);
      open_.pop_back();
    }
  }
}

/// The rows in which a column has entries once all columns before it are eliminated.
void Elimination::reach(const Matrix& matrix, int column) {
  met_.clear();
  ++stamp_;
  for (Matrix::InnerIterator entry(matrix, column); entry; ++entry) visit(static_cast<int>(entry.row()));
}

bool Elimination::factor(const Matrix& matrix) {
  const std::size_t size = order_.size();
  lower_.clear();
  upper_.clear();
  place_of_.assign(size, -1);
  x_.assign(size, 0.0);
  seen_.assign(size, 0);
  stamp_ = 0;
  for (int k = 0; k < static_cast<int>(size); ++k) {
    const int column = order_[at(k)];
    reach(matrix, column);
    for (Matrix::InnerIterator entry(matrix, column); entry; ++entry)
      x_[at(static_cast<int>(entry.row()))] = entry.value();
    for (std::size_t i = met_.size(); i-- > 0;) {
      const int place = place_of_[at(met_[i])];
      if (place < 0) continue;
      const double amount = x_[at(met_[i])];
      for (int e = lower_.first[at(place)] + 1; e < lower_.first[at(place) + 1]; ++e) {
        x_[at(lower_.row[at(e)])] -= lower_.value[at(e)] * amount;
      }
    }
    int pivot = -1;
    double greatest = 0;
    for (const int row : met_) {
      if (place_of_[at(row)] >= 0) {
        upper_.add(place_of_[at(row)], x_[at(row)]);
      } else if (const double amount = std::fabs(x_[at(row)]); !(amount <= greatest)) {
        greatest = amount;
        pivot = row;
      }
    }
    if (pivot < 0 || !std::isfinite(greatest)) return false;
    const bool has_diagonal = seen_[at(column)] == stamp_ && place_of_[at(column)] < 0;
    if (has_diagonal && std::fabs(x_[at(column)]) >= kDiagonalEnough * greatest) pivot = column;
    const double by = x_[at(pivot)];
    place_of_[at(pivot)] = k;
    upper_.add(k, by);
    upper_.end_column();
    lower_.add(pivot, 1);
    for (const int row : met_) {
      if (place_of_[at(row)] < 0) lower_.add(row, x_[at(row)] / by);
      x_[at(row)] = 0;
    }
    lower_.end_column();
  }
  for (int& row : lower_.row) row = place_of_[at(row)];
  return true;
}

std::vector<double> Elimination::solve(std::span<const double> right) const {
  const std::size_t size = order_.size();
  std::vector<double> x(size);
  for (std::size_t row = 0; row < size; ++row) x[at(place_of_[row])] = right[row];
  for (std::size_t k = 0; k < size; ++k) {
    for (int e = lower_.first[k] + 1; e < lower_.first[k + 1]; ++e)
      x[at(lower_.row[at(e)])] -= lower_.value[at(e)] * x[k];
  }
  for (std::size_t k = size; k-- > 0;) {
    const int last = upper_.first[k + 1] - 1;
    x[k] /= upper_.value[at(last)];
    for (int e = upper_.first[k]; e < last; ++e) x[at(upper_.row[at(e)])] -= upper_.value[at(e)] * x[k];
  }
  std::vector<double> found(size);
  for (std::size_t k = 0; k < size; ++k) found[at(order_[k])] = x[k];
  return found;
}

}  // namespace hallplan::network
