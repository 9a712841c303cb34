#!/bin/bash
# The pressure solve beside hypre's PCG + PFMG, in turns, in one run: two threads against two ranks bound to cores, each
# round the best of either, hypre with the best of its relaxations. Installs libhypre-dev and Open MPI where they are
# missing (root or sudo), builds both programs in build/<preset>, prints every round and the medians of the ratios.
#
#   bench/hypre_pressure.sh [PRESET [ROUNDS [N...]]]      # release 5 100 128
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/setup.sh
. .ci/setup.sh

preset=${1:-release}
rounds=${2:-5}
sizes=("${@:3}")
[ ${#sizes[@]} -gt 0 ] || sizes=(100 128)
build=build/$preset

setup_packages libbenchmark-dev libhypre-dev libopenmpi-dev openmpi-bin
setup_configure "$preset"
quietly build-hypre setup_build "$preset" pressure_bench hypre_pressure

# ours N CHECK: iterations, solve s, set-up s
ours() {
  "$build/pressure_bench" --benchmark_filter="^solve/n:$1/check:$2/threads:2/" --benchmark_min_time=0.3 \
    --benchmark_format=csv 2>/dev/null |
    awk -F, -v n="$1" '
      $1 == "name" { for (i = 1; i <= NF; ++i) { gsub(/"/, "", $i); if (i > 2) at[$i] = i } next }
      /^"solve/ { printf "%d %.5f %.5f\n", $at["iterations"], n * n * n / $at["best_unknowns_per_s"], $at["setup_ms"] / 1000 }'
}

# hypres N KIND: iterations, solve s, set-up s, relaxation of the quickest
hypres() {
  mpirun --allow-run-as-root --bind-to core -np 2 "$build/hypre_pressure" "$1" "$2" 2 |
    awk '{ for (i = 1; i <= NF; ++i) { if ($i == "iterations") it = $(i + 1)
           if ($i == "setup") setup = $(i + 1); if ($i == "solve") s = $(i + 1); if ($i == "n") last = i }
           name = ""; for (i = 3; i < last; ++i) name = name (i > 3 ? "-" : "") $i
           if (best == "" || s < best) { best = s; line = it " " s " " setup " " name } } END { print line }'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

say "processor: $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1-3 /proc/loadavg)"
say "hypre $(dpkg-query -W -f='${Version}' libhypre-dev), $(c++ --version | head -n 1)"
say "case round ours: iterations solve_s setup_s | hypre: iterations solve_s setup_s relaxation | ratio"
for kind in hall check; do
  for n in "${sizes[@]}"; do
    ratios=()
    for round in $(seq "$rounds"); do
      mine=$(ours "$n" "$([ "$kind" = hall ] && echo 0 || echo 1)")
      theirs=$(hypres "$n" "$kind")
      ratio=$(awk -v a="$mine" -v b="$theirs" 'BEGIN { split(a, x, " "); split(b, y, " "); printf "%.2f", y[2] / x[2] }')
      ratios+=("$ratio")
      say "$kind $n^3 $round $mine | $theirs | $ratio"
    done
    say "$kind $n^3: median ratio of $rounds rounds $(printf '%s\n' "${ratios[@]}" | median)"
  done
done
