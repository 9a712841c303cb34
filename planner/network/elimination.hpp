/// Sparse elimination of an unsymmetric system, column by column (Gilbert and Peierls 1988): time goes with the operations on what is not
/// zero. Networks are nearly trees, and columns of a few entries are what supernodal codes are slowest at. Internal.
#pragma once

#include <span>
#include <utility>
#include <vector>

namespace Eigen {
template <typename Scalar, int kOptions, typename StorageIndex>
class SparseMatrix;
}  // namespace Eigen

namespace hallplan::network {

class Elimination {
 public:
  using Matrix = Eigen::SparseMatrix<double, 0, int>;

  /// An order of columns with little fill, for all matrices whose entries are among those of `pattern`, which is square and compressed.
  void order(const Matrix& pattern);

  /// Rows are exchanged: of a column's rows that are left the diagonal's is taken where it has a tenth of the greatest, else the
  /// greatest. False where nothing is left of a column, or no number.
  [[nodiscard]] bool factor(const Matrix& matrix);

  /// Of the matrix factored last.
  [[nodiscard]] std::vector<double> solve(std::span<const double> right) const;

 private:
  /// One of the two factors, by columns. The lower one's diagonal of ones comes first in each, the upper one's diagonal last.
  struct Triangle {
    std::vector<int> first, row;
    std::vector<double> value;

    void clear();
    void add(int at, double amount);
    void end_column() { first.push_back(static_cast<int>(row.size())); }
  };

  void reach(const Matrix& matrix, int column);
  void visit(int row);

  std::vector<int> order_;     ///< of columns
  std::vector<int> place_of_;  ///< a row's place among the pivots; -1: none yet
  Triangle lower_, upper_;     ///< rows of `lower_` are the matrix's own until all is factored
  // Of one column under way.
  std::vector<double> x_;
  std::vector<int> seen_;                  ///< by row: the last column that it was met in
  std::vector<int> met_;                   ///< rows with entries, those that others wait for last
  std::vector<std::pair<int, int>> open_;  ///< a row on the way down, and the next entry of its column in `lower_`
  int stamp_ = 0;
};

}  // namespace hallplan::network
