/// The model problem of pressure_problem.hpp solved by hypre: conjugate gradients preconditioned with PFMG (Ashby and
/// Falgout 1996), for each of PFMG's relaxations that keep it symmetric. One process a rank, slabs along z.
///   mpirun -np 2 hypre_pressure <n> <hall|check> [repeats]
#include <HYPRE.h>
#include <HYPRE_struct_ls.h>
#include <mpi.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "planner/cli/bench/pressure_problem.hpp"

namespace {

struct Slab {
  HYPRE_Int low[3], high[3];
};

struct Result {
  HYPRE_Int iterations;
  double residual, setup_s, solve_s;
};

void fill(const pressure_problem::Problem& problem, const Slab& slab, HYPRE_StructMatrix matrix, HYPRE_StructVector b,
          HYPRE_StructVector x) {
  const std::vector<double> right = pressure_problem::random_right(problem.n);
  HYPRE_Int entries[4] = {0, 1, 2, 3};
  for (HYPRE_Int k = slab.low[2]; k <= slab.high[2]; ++k) {
    for (HYPRE_Int j = slab.low[1]; j <= slab.high[1]; ++j) {
      for (HYPRE_Int i = slab.low[0]; i <= slab.high[0]; ++i) {
        const auto cx = static_cast<std::size_t>(i), cy = static_cast<std::size_t>(j), cz = static_cast<std::size_t>(k);
        const double west = problem.cx(cx, cy, cz), east = problem.cx(cx + 1, cy, cz);
        const double south = problem.cy(cx, cy, cz), north = problem.cy(cx, cy + 1, cz);
        const double below = problem.cz(cx, cy, cz), above = problem.cz(cx, cy, cz + 1);
        double values[4] = {west + east + south + north + below + above, i > 0 ? -west : 0, j > 0 ? -south : 0,
                            k > 0 ? -below : 0};
        HYPRE_Int at[3] = {i, j, k};
        HYPRE_StructMatrixSetValues(matrix, at, 4, entries, values);
        HYPRE_StructVectorSetValues(b, at, right[(cz * problem.n + cy) * problem.n + cx]);
        HYPRE_StructVectorSetValues(x, at, 0.0);
      }
    }
  }
}

Result solve(HYPRE_StructMatrix matrix, HYPRE_StructVector b, HYPRE_StructVector x, HYPRE_Int relaxation) {
  HYPRE_StructSolver outer, inner;
  HYPRE_StructPCGCreate(MPI_COMM_WORLD, &outer);
  HYPRE_StructPCGSetTol(outer, 1e-8);
  HYPRE_StructPCGSetMaxIter(outer, 200);
  HYPRE_StructPCGSetTwoNorm(outer, 1);
  HYPRE_StructPFMGCreate(MPI_COMM_WORLD, &inner);
  HYPRE_StructPFMGSetMaxIter(inner, 1);
  HYPRE_StructPFMGSetTol(inner, 0.0);
  HYPRE_StructPFMGSetZeroGuess(inner);
  HYPRE_StructPFMGSetRelaxType(inner, relaxation);
  HYPRE_StructPFMGSetNumPreRelax(inner, 1);
  HYPRE_StructPFMGSetNumPostRelax(inner, 1);
  HYPRE_StructPFMGSetSkipRelax(inner, 1);
  HYPRE_StructPCGSetPrecond(outer, HYPRE_StructPFMGSolve, HYPRE_StructPFMGSetup, inner);
  HYPRE_StructVectorSetConstantValues(x, 0.0);
  Result result{};
  MPI_Barrier(MPI_COMM_WORLD);
  const double start_s = MPI_Wtime();
  HYPRE_StructPCGSetup(outer, matrix, b, x);
  MPI_Barrier(MPI_COMM_WORLD);
  const double ready_s = MPI_Wtime();
  HYPRE_StructPCGSolve(outer, matrix, b, x);
  MPI_Barrier(MPI_COMM_WORLD);
  result.setup_s = ready_s - start_s;
  result.solve_s = MPI_Wtime() - ready_s;
  HYPRE_StructPCGGetNumIterations(outer, &result.iterations);
  HYPRE_StructPCGGetFinalRelativeResidualNorm(outer, &result.residual);
  HYPRE_StructPCGDestroy(outer);
  HYPRE_StructPFMGDestroy(inner);
  return result;
}

void run(const pressure_problem::Problem& problem, int repeats) {
  int rank = 0, ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  const auto n = static_cast<HYPRE_Int>(problem.n);
  Slab slab{{0, 0, n * rank / ranks}, {n - 1, n - 1, n * (rank + 1) / ranks - 1}};
  HYPRE_StructGrid grid;
  HYPRE_StructGridCreate(MPI_COMM_WORLD, 3, &grid);
  HYPRE_StructGridSetExtents(grid, slab.low, slab.high);
  HYPRE_StructGridAssemble(grid);
  HYPRE_StructStencil stencil;
  HYPRE_StructStencilCreate(3, 4, &stencil);
  HYPRE_Int offsets[4][3] = {{0, 0, 0}, {-1, 0, 0}, {0, -1, 0}, {0, 0, -1}};
  for (HYPRE_Int entry = 0; entry < 4; ++entry) HYPRE_StructStencilSetElement(stencil, entry, offsets[entry]);
  HYPRE_StructMatrix matrix;
  HYPRE_StructMatrixCreate(MPI_COMM_WORLD, grid, stencil, &matrix);
  HYPRE_StructMatrixSetSymmetric(matrix, 1);
  HYPRE_StructMatrixInitialize(matrix);
  HYPRE_StructVector b, x;
  for (HYPRE_StructVector* vector : {&b, &x}) {
    HYPRE_StructVectorCreate(MPI_COMM_WORLD, grid, vector);
    HYPRE_StructVectorInitialize(*vector);
  }
  fill(problem, slab, matrix, b, x);
  HYPRE_StructMatrixAssemble(matrix);
  HYPRE_StructVectorAssemble(b);
  HYPRE_StructVectorAssemble(x);
  const char* const names[] = {"Jacobi", "weighted Jacobi", "red-black symmetric", "red-black"};
  for (HYPRE_Int relaxation = 0; relaxation < 4; ++relaxation) {
    Result best{0, 0, 1e9, 1e9};
    for (int repeat = 0; repeat < repeats; ++repeat) {
      const Result result = solve(matrix, b, x, relaxation);
      if (result.solve_s < best.solve_s) best = result;
    }
    if (rank != 0) continue;
    const double unknowns =
        static_cast<double>(problem.n) * static_cast<double>(problem.n) * static_cast<double>(problem.n);
    std::printf("hypre PCG+PFMG %-20s n %d ranks %d iterations %d residual %.1e setup %.4f s solve %.4f s: %.2f M/s\n",
                names[relaxation], static_cast<int>(n), ranks, static_cast<int>(best.iterations), best.residual,
                best.setup_s, best.solve_s, unknowns / best.solve_s * 1e-6);
  }
  HYPRE_StructMatrixDestroy(matrix);
  HYPRE_StructVectorDestroy(b);
  HYPRE_StructVectorDestroy(x);
  HYPRE_StructStencilDestroy(stencil);
  HYPRE_StructGridDestroy(grid);
}

}  // namespace

int main(int count, char** words) {
  MPI_Init(&count, &words);
  HYPRE_Init();
  const int n = count > 1 ? std::atoi(words[1]) : 100;
  const bool check = count > 2 && std::strcmp(words[2], "check") == 0;
  const int repeats = count > 3 ? std::atoi(words[3]) : 3;
  if (n > 0 && repeats > 0) {
    run({static_cast<std::size_t>(n), check ? pressure_problem::Kind::check : pressure_problem::Kind::hall}, repeats);
  }
  HYPRE_Finalize();
  MPI_Finalize();
  return 0;
}
