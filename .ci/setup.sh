# shellcheck shell=bash
# Sourced by ./demo, ./test and .ci/run: installs what is missing on Debian 12/13 or Ubuntu 24.04 and later, then
# configures and builds. The caller stands in the repository's root.

setup_jobs=$(nproc 2>/dev/null || echo 2)
setup_logs=build/logs
# shellcheck source=.ci/highs.sh
. .ci/highs.sh

say() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Runs a command with its output in build/logs/<name>.log, shown only when it fails.
quietly() {
  local log="$setup_logs/$1.log"
  shift
  mkdir -p "$setup_logs"
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    die "failed: $* (log: $log)"
  fi
}

# Prints those of the given packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

setup_apt() {
  local missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "setup: no apt-get here; these Debian packages (or their like) must be installed: $*"
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "neither root nor sudo: have these packages installed first: $missing"
    apt=(sudo "${apt[@]}")
  fi
  say "setup: installing ${missing% }"
  quietly apt-update "${apt[@]}" update -q
  # shellcheck disable=SC2086 # a list of package names, split on purpose
  quietly apt-install "${apt[@]}" install -q -y --no-install-recommends $missing
}

have_nvcc() { command -v nvcc >/dev/null || [ -x /usr/local/cuda/bin/nvcc ]; }

# setup_packages [extra packages...]: what the build needs, and the extras.
setup_packages() {
  local packages=(libyaml-cpp-dev libfmt-dev nlohmann-json3-dev libcli11-dev libudunits2-dev
    libhdf5-dev libpng-dev libeigen3-dev libboost-dev coinor-libcbc-dev coinor-libclp-dev coinor-libosi-dev
    coinor-libcoinutils-dev)
  command -v c++ >/dev/null || packages+=(g++)
  command -v cmake >/dev/null || packages+=(cmake)
  command -v ninja >/dev/null || packages+=(ninja-build)
  have_nvcc || packages+=(libthrust-dev)
  setup_apt "${packages[@]}" "$@"
  local version
  version=$(cmake --version | sed -n '1s/^cmake version \([0-9.]*\).*/\1/p')
  [ "$(printf '%s\n3.25\n' "$version" | sort -V | head -n 1)" = 3.25 ] ||
    die "CMake $version is too old: hallplan needs 3.25 (Debian 12, Ubuntu 24.04 or later ship it)"
}

# setup_configure PRESET [cmake options...]
setup_configure() {
  local preset=$1 cache="build/$1/CMakeCache.txt" fresh=()
  shift
  # A build folder that was copied or moved with its tree remembers the old place: start it afresh.
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache"; then fresh=(--fresh); fi
  quietly "configure-$preset" cmake --preset "$preset" "${fresh[@]}" "-DHALLPLAN_HIGHS=$(highs_built)" "$@"
  sed -n "s/^-- \(kernels\|hallplan\): /\1: /p" "$setup_logs/configure-$preset.log"
}

# setup_build PRESET [targets...]
setup_build() {
  local preset=$1
  shift
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build --preset "$preset" --parallel "$setup_jobs" "${targets[@]}"
}
