// Sparse elimination against Eigen's dense one with pivots, on random matrices that need rows exchanged.
#include <gtest/gtest.h>

// GCC 12 takes what its own AVX-512 header leaves unset on purpose for a mistake of the dense one's (its bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "planner/network/elimination.hpp"

namespace hallplan::network {
namespace {

using Matrix = Elimination::Matrix;

/// A few entries a column, besides those of a random permutation; a third of the diagonal is none.
Matrix random_matrix(int size, std::mt19937_64& random) {
  std::uniform_real_distribution<double> number(-1, 1);
  std::uniform_int_distribution<int> place(0, size - 1);
  std::vector<int> rows(static_cast<std::size_t>(size));
  std::iota(rows.begin(), rows.end(), 0);
  std::shuffle(rows.begin(), rows.end(), random);
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < size; ++i) {
    entries.emplace_back(rows[static_cast<std::size_t>(i)], i, number(random));
    if (place(random) % 3 != 0) entries.emplace_back(i, i, 1e-3 * number(random));
    for (int k = 0; k < 2; ++k) entries.emplace_back(place(random), place(random), number(random));
  }
  Matrix made(size, size);
  made.setFromTriplets(entries.begin(), entries.end());
  return made;
}

Eigen::VectorXd solution(const Elimination& elimination, const Eigen::VectorXd& right) {
  const std::vector<double> found = elimination.solve(std::vector<double>(right.begin(), right.end()));
  return Eigen::VectorXd::Map(found.data(), right.size());
}

TEST(Elimination, AgreesWithTheDenseOne) {
  std::mt19937_64 random(5);
  int solved = 0;
  for (int size = 1; size <= 120; ++size) {
    const Matrix matrix = random_matrix(size, random);
    const Eigen::MatrixXd dense(matrix);
    const Eigen::FullPivLU<Eigen::MatrixXd> exact(dense);
    if (!exact.isInvertible() || exact.rcond() < 1e-8) continue;
    Elimination elimination;
    elimination.order(matrix);
    const Eigen::VectorXd right = Eigen::VectorXd::Random(size);
    ASSERT_TRUE(elimination.factor(matrix)) << size;
    const Eigen::VectorXd found = solution(elimination, right), wanted = exact.solve(right);
    EXPECT_LE((found - wanted).norm(), 1e-7 * wanted.norm()) << size;
    ++solved;
  }
  EXPECT_GT(solved, 60);
}

// The order is of a pattern that has more entries, and serves again.
TEST(Elimination, TakesAnyMatrixWithinItsPattern) {
  std::mt19937_64 random(6);
  const Matrix pattern = random_matrix(60, random);
  Elimination elimination;
  elimination.order(pattern);
  int solved = 0;
  for (int again = 0; again < 20; ++again) {
    Matrix matrix = pattern;
    matrix.coeffs() *= 1 + 0.1 * again;
    matrix.prune([&](int row, int column, double) { return row == column || (row + column + again) % 7 != 0; });
    const Eigen::MatrixXd dense(matrix);
    const Eigen::FullPivLU<Eigen::MatrixXd> exact(dense);
    if (!exact.isInvertible() || exact.rcond() < 1e-10) continue;
    const Eigen::VectorXd right = Eigen::VectorXd::Ones(60);
    ASSERT_TRUE(elimination.factor(matrix)) << again;
    EXPECT_LE((matrix * solution(elimination, right) - right).norm(), 1e-6) << again;
    ++solved;
  }
  EXPECT_GT(solved, 5);
}

TEST(Elimination, RefusesWhatIsSingular) {
  Matrix matrix(3, 3);
  const std::vector<Eigen::Triplet<double>> entries = {{0, 0, 1}, {1, 0, 2}, {0, 1, 2}, {1, 1, 4}, {2, 2, 1}};
  matrix.setFromTriplets(entries.begin(), entries.end());
  Elimination elimination;
  elimination.order(matrix);
  EXPECT_FALSE(elimination.factor(matrix));
  const std::vector<Eigen::Triplet<double>> empty_column = {{0, 0, 1}, {1, 1, 1}};
  matrix.setFromTriplets(empty_column.begin(), empty_column.end());
  elimination.order(matrix);
  EXPECT_FALSE(elimination.factor(matrix));
}

}  // namespace
}  // namespace hallplan::network
