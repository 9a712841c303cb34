# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_jobs and skipped_status come from .ci/setup.sh and .ci/run
# Sourced by .ci/run: one function a stage. A stage ends with 0 (holds), 77 (cannot run here, and says why) or anything else.

skip() { say "skipped: $*"; exit "$skipped_status"; }
note_problem() { say "$*"; problems=$((${problems:-0} + 1)); }
end_of_problems() { [ "${problems:-0}" -eq 0 ] || { say "$problems problem(s)"; return 1; }; }
need_release_build() { [ -x build/release/hallplan ] || { setup_packages; setup_configure release; setup_build release hallplan; }; }

# Where HiGHS can be had, its tests may not be skipped.
require_highs() { setup_packages; if setup_highs; then export HALLPLAN_REQUIRE_HIGHS=1; fi; }

# Where other people's reference data stand beside the project, no test of them may be skipped.
require_reference() { if [ -d ../shared/validation ]; then export HALLPLAN_REQUIRE_REFERENCE=1; fi; }

stage_test() { require_highs; require_reference; ./test; }

# Every command of the README, from the repository's root, with the built hallplan on PATH, and what the README shows of its output.
stage_readme() {
  [ -f README.md ] || die "README.md is missing"
  need_release_build
  mkdir -p build
  readme_commands README.md >build/readme-commands
  local record block line expected command status shown output missing last='' count=0
  export PATH="$PWD/build/release:$PATH"
  while IFS= read -r -d '' record <&3; do
    read -r block line expected command <<<"${record%%$'\n'*}"
    command=${record#"$block $line $expected "}
    [ "$block" = "$last" ] || printf '%s\n' "--- README.md block $block"
    last=$block count=$((count + 1))
    printf '$ %s\n' "$command"
    status=0
    output=$(bash -c "set -o pipefail; $command" </dev/null 2>&1) || status=$?
    printf '%s\n' "$output"
    [ "$status" -eq "$expected" ] || note_problem "README.md:$line: exit code $status, expected $expected: $command"
    shown=$(readme_shown README.md "$line")
    missing=${shown:+$(not_printed "$shown" "$output")}
    [ -z "$missing" ] || note_problem "README.md:$line: $command does not print: $missing"
  done 3<build/readme-commands
  [ "$count" -gt 0 ] || note_problem "README.md has no command in a \`\`\`console block"
  say "$count README commands run"
  end_of_problems
}

# What a script writes is committed as it writes it. What site files say of themselves is run by tests/examples.
stage_examples() {
  command -v python3 >/dev/null || setup_apt python3-minimal
  python3 sites/instances/generate.py --check || die "sites/instances: run python3 sites/instances/generate.py"
}

stage_arrows() {
  bash .ci/check-arrows
  bash .ci/check-arrows-test
}

# Lengths, READMEs, words that do not belong into the repository, ASCII.
stage_files() {
  local file lines folder
  while read -r lines file; do
    if [ "$lines" -gt 500 ]; then
      note_problem "$file: $lines lines, the limit is 500"
    elif [ "$lines" -gt 400 ]; then
      say "warning: $file: $lines lines (over 400: split it soon)"
    fi
  done < <(cxx_files | tr '\n' '\0' | xargs -0 -r wc -l | grep -v ' total$')
  # A folder below tests/ or bench/ is described by the README above it.
  while IFS= read -r folder; do
    [ -f "$folder/README.md" ] || note_problem "$folder: no README.md"
  done < <(repository_files | awk -F/ '{ path = ""; for (i = 1; i < NF; i++) { path = path (i > 1 ? "/" : "") $i; print path } }' |
    grep -vE '^(tests|bench)/' | LC_ALL=C sort -u)
  [ -f README.md ] || note_problem "README.md is missing at the top"
  # Written in pieces so that this file passes its own check.
  local workplace='/wo''rk/' shared='\.\./sha''red' hosts='deb\.debian\.o''rg|pypi\.o''rg|registry\.npmjs\.o''rg|crates\.i''o' helper='suba''gent'
  if repository_files | holds -IE "$workplace|$hosts|$helper"; then note_problem "forbidden words (above)"; fi
  if repository_files | grep -vE '^(tests|\.ci)/' | holds -IE "$shared"; then note_problem "a forbidden path (above)"; fi
  if cxx_files | LC_ALL=C holds -P '[^\x00-\x7F]'; then note_problem "not ASCII (above)"; fi
  if cxx_files | holds -E '\b(TO''DO|FIX''ME)\b'; then note_problem "unfinished (above)"; fi
  end_of_problems
}

# clang_14 TOOL: installs clang-format or clang-tidy and prints its command, or fails where this release ships another version.
clang_14() {
  if apt-cache show "$1-14" >/dev/null 2>&1; then setup_apt "$1-14" >&2; fi
  if command -v "$1-14" >/dev/null; then
    printf '%s' "$1-14"
  else
    return 1
  fi
}

stage_format() {
  local tool
  tool=$(clang_14 clang-format) || skip "clang-format 14 is not packaged here, and other versions format otherwise"
  "$tool" --version
  cxx_files | tr '\n' '\0' | xargs -0 -r "$tool" --dry-run --Werror
}

stage_tidy() {
  local tool file files=() limit=12
  tool=$(clang_14 clang-tidy) || skip "clang-tidy 14 is not packaged here, and other versions know other checks"
  [ -f build/release/compile_commands.json ] || { setup_packages libgtest-dev libeigen3-dev; setup_configure release; }
  while IFS= read -r file; do
    if grep -qF "\"$PWD/$file\"" build/release/compile_commands.json; then files+=("$file"); fi
  done < <(changed_cpp_files)
  [ ${#files[@]} -gt 0 ] || { say "no changed C++ file that the release build compiles"; return 0; }
  if [ ${#files[@]} -gt $limit ]; then
    say "${#files[@]} changed files; the first $limit are checked"
    files=("${files[@]:0:limit}")
  fi
  local status=0
  mkdir -p build/tidy  # clang refuses options of g++ that it does not know
  sed 's/ -fno-tree-pre / /g' build/release/compile_commands.json >build/tidy/compile_commands.json
  printf '%s\0' "${files[@]}" | timeout 300 xargs -0 -n 1 -P "$setup_jobs" "$tool" -p build/tidy --quiet \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument || status=$?
  if [ "$status" -eq 124 ]; then say "clang-tidy: stopped after 300 s, no finding until then"; status=0; fi
  return "$status"
}

# kernels alone: from libthrust-dev only, nothing of the planner's libraries.
stage_kernels() {
  setup_packages
  quietly kernels-alone-configure cmake -S kernels -B build/kernels -G Ninja -DHALLPLAN_CUDA=OFF
  cmake --build build/kernels --parallel "$setup_jobs"
}

stage_bench() {
  setup_packages libgtest-dev libeigen3-dev libbenchmark-dev
  setup_configure release
  setup_build release bench
  local program
  for program in build/release/*_bench; do
    [ -x "$program" ] || { say "no benchmarks yet"; break; }
    "$program" --benchmark_list_tests=true >/dev/null
    say "$program: starts"
  done
}

stage_asan() {
  require_highs
  require_reference
  setup_packages libgtest-dev libeigen3-dev
  setup_configure asan
  setup_build asan
  UBSAN_OPTIONS=print_stacktrace=1 ctest --preset asan --parallel "$setup_jobs"
}

# libFuzzer on every target of tests/fuzz, 60 s each; new inputs stay in build/fuzz, the committed corpus is only read.
stage_fuzz() {
  local extras=(clang libomp-dev) target name seconds=${FUZZ_SECONDS:-60}
  setup_packages
  if apt-cache show libclang-rt-dev >/dev/null 2>&1; then extras+=(libclang-rt-dev); else extras+=(libclang-rt-14-dev); fi
  setup_apt "${extras[@]}"
  quietly configure-fuzz cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= \
    -DCMAKE_CXX_COMPILER=clang++ -DHALLPLAN_FUZZ=ON -DHALLPLAN_CUDA=OFF -DHALLPLAN_WERROR=OFF
  cmake --build build/fuzz --parallel "$setup_jobs" --target fuzz
  local targets=(tests/fuzz/*_fuzz.cpp)
  [ -f "${targets[0]}" ] || die "no fuzz target in tests/fuzz"
  for target in "${targets[@]}"; do
    name=$(basename "$target" .cpp)
    [ -d "tests/fuzz/corpus/$name" ] || die "no seeds: tests/fuzz/corpus/$name"
    mkdir -p "build/fuzz/found/$name"
    say "$name: $seconds s"
    if ! "build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/found/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/$name" \
      >"build/fuzz/$name.log" 2>&1; then
      tail -n 60 "build/fuzz/$name.log"
      note_problem "$name: a find, in build/fuzz/found/$name-*; make it a test"
    else
      tail -n 8 "build/fuzz/$name.log"
    fi
  done
  end_of_problems
}
