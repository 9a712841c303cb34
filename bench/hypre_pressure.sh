#!/bin/sh
# Ours and hypre's, in turns, in one sitting: `bench/hypre_pressure.sh build/release`. Needs libhypre-dev, libopenmpi-dev
# and openmpi-bin when the build is configured. Two threads against two ranks bound to cores.
set -eu
build=${1:-build/release}
for round in 1 2 3; do
  for n in 100 128; do
    for kind in hall check; do
      echo "round $round, $kind, n $n"
      check=0; [ "$kind" = check ] && check=1
      "$build/pressure_bench" --benchmark_filter="^solve/n:$n/check:$check/threads:2/" --benchmark_min_time=0.3
      mpirun --allow-run-as-root --bind-to core -np 2 "$build/hypre_pressure" "$n" "$kind" 2
    done
  done
done
