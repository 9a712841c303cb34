#!/bin/bash
# Coolant loops beside EPANET itself: the ladder of 64 racks and the grid of 9,940 pipes, written by `network_bench --write-inp`, solved by both
# in turns from their first flows. Installs nodejs and npm where they are missing (root or sudo), and epanet-js into
# ~/.cache/hallplan/epanet-js. Prints every round, best and median of either, and the median of the ratios.
#
#   bench/epanet.sh [PRESET [ROUNDS]]      # release 5
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/setup.sh
. .ci/setup.sh

preset=${1:-release}
rounds=${2:-5}
build=build/$preset
engine=${XDG_CACHE_HOME:-$HOME/.cache}/hallplan/epanet-js
version=0.9.0

setup_packages libbenchmark-dev libeigen3-dev
command -v npm >/dev/null || setup_apt nodejs npm
if [ ! -d "$engine/node_modules/epanet-js" ]; then
  mkdir -p "$engine"
  (cd "$engine" && npm install --no-audit --no-fund --silent "epanet-js@$version")
fi
setup_configure "$preset"
quietly build-network setup_build "$preset" network_bench

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
"$build/network_bench" --write-inp "$files"

# ours NAME: best and median, ms, of 21 repetitions
ours() {
  NETWORK_BENCH_INP=$files "$build/network_bench" --benchmark_filter="^inp/$1\$" --benchmark_min_time=0.05 \
    --benchmark_repetitions=21 --benchmark_format=csv 2>/dev/null |
    awk -F, -v name="\"inp/$1\"" '$1 == name { print $4 }' | sort -g | awk '{ v[NR] = $1 } END { printf "%.3f %.3f", v[1], v[int((NR + 1) / 2)] }'
}
# epanets NAME: best and median, ms, and iterations
epanets() { node bench/epanet.cjs "$engine/node_modules/epanet-js" "$2" "$files/$1.inp" | awk '{ print $2, $3, $4 }'; }

say "processor: $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1-3 /proc/loadavg)"
say "epanet-js $(node -p "require('$engine/node_modules/epanet-js/package.json').version") on node $(node --version), $(c++ --version | head -n 1)"
say "network round ours: best_ms median_ms | EPANET: best_ms median_ms iterations | ratio of the best"
for name in ladder grid; do
  repeats=$([ "$name" = ladder ] && echo 301 || echo 21)
  ratios=()
  for round in $(seq "$rounds"); do
    mine=$(ours "$name")
    theirs=$(epanets "$name" "$repeats")
    ratio=$(awk -v a="$mine" -v b="$theirs" 'BEGIN { split(a, x, " "); split(b, y, " "); printf "%.2f", y[1] / x[1] }')
    ratios+=("$ratio")
    say "$name $round $mine | $theirs | $ratio"
  done
  say "$name: median ratio of $rounds rounds $(printf '%s\n' "${ratios[@]}" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')"
done
say "load at the end $(cut -d' ' -f1-3 /proc/loadavg)"
