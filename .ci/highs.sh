# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_jobs comes from .ci/setup.sh
# Sourced by .ci/setup.sh: HiGHS, the second solver of integer programs. Debian 13 and Ubuntu 25.10 package it (libhighs-dev); on older
# releases it is built from the source package of the first release that has it, once, into the user's cache, where CMake finds it.
# Nothing is installed into the system, and the user's own apt sources and lists stay as they are. ./test and .ci/run call setup_highs;
# ./demo takes what it finds: its hall needs no integer program, and a first run should not wait minutes for one.

# Without a home, in the build folder.
highs_cache=${XDG_CACHE_HOME:-${HOME:-$PWD/build}/.cache}/hallplan

# Where a HiGHS that was built before lies: the newest version.
highs_built() {
  local config newest=''
  for config in "$highs_cache"/highs-*/lib*/cmake/highs/highs-config.cmake; do
    [ ! -f "$config" ] || newest=${config%/lib*/cmake/highs/highs-config.cmake}
  done
  printf '%s' "$newest"
}

# Whether apt has a package of the library, by the lists that are there.
highs_packaged() { command -v apt-cache >/dev/null && apt-cache show libhighs-dev >/dev/null 2>&1; }

# Where the first release that has the source is fetched, from the user's own sources: "URI SUITE COMPONENTS KEYRING".
highs_source_release() {
  local uri origin keyring suite components
  # shellcheck disable=SC2016 # names that apt fills in
  while read -r uri origin; do
    case $origin in
      Debian) suite=trixie components=main keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
      Ubuntu) suite=resolute components=main,universe keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
      *) continue ;;
    esac
    case $uri in *security*) continue ;; esac
    [ -r "$keyring" ] || continue
    printf '%s %s %s %s\n' "$uri" "$suite" "$components" "$keyring"
    return 0
  done < <(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' 'Created-By: Packages' 2>/dev/null)
  return 1
}

# highs_build FOLDER: fetches, verifies, compiles and installs. Ends with another status than 0 where any step fails.
highs_build() (
  # Each step by itself: `set -e` means nothing where the caller asks for the status.
  fail() { echo "$*"; exit 1; }
  work=$1
  read -r uri suite components keyring < <(highs_source_release) || fail "no Debian or Ubuntu mirror among the sources of apt"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/source" "$work/fetched" || fail "cannot write to $work"
  # Signatures are checked against the distribution's own keys; no list or source of the user is read or written.
  echo "deb-src [signed-by=$keyring] $uri $suite ${components//,/ }" >"$work/sources.list"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
    -o "Dir::Cache::archives=$work/archives" -o Acquire::Retries=3 -o Acquire::http::Timeout=30)
  [ "$(id -u)" -ne 0 ] || apt+=(-o APT::Sandbox::User=root) # the work folder is this user's alone
  "${apt[@]}" update --error-on=any || fail "the list of source packages of $suite could not be fetched or verified"
  cd "$work/fetched" || fail "cannot enter $work"
  "${apt[@]}" source --tar-only highs || fail "the source package of HiGHS could not be fetched or verified"
  archives=(highs_*.orig.tar.*)
  version=$(printf '%s' "${archives[0]}" | sed -n 's/^highs_\([0-9][0-9.]*[0-9]\)[^0-9].*/\1/p')
  [ -n "$version" ] || fail "no version in the name of the source archive ${archives[0]}"
  (cd "$work/source" && cmake -E tar xf "$work/fetched/${archives[0]}") || fail "the source archive could not be unpacked"
  folders=("$work"/source/*/)
  goal=$highs_cache/highs-$version
  rm -rf "$goal.new"
  cmake -S "${folders[0]}" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' \
    -DCMAKE_CXX_COMPILER=c++ -DCMAKE_C_COMPILER=cc -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF \
    -DBUILD_TESTING=OFF -DBUILD_EXAMPLES=OFF -DZLIB=OFF -DCMAKE_INSTALL_PREFIX="$goal.new" || fail "cmake refused HiGHS $version"
  cmake --build "$work/build" --parallel "$setup_jobs" || fail "HiGHS $version did not compile"
  cmake --install "$work/build" || fail "HiGHS $version could not be installed into $goal"
  # Renamed when whole: who looks for it at the same time finds all of it or nothing.
  { rm -rf "$goal" && mv "$goal.new" "$goal"; } || fail "HiGHS $version could not be moved to $goal"
)

# setup_highs: the package where there is one, else what was built before, else builds it. Returns 1 where none of these works,
# after a line that says so: CBC solves then.
setup_highs() {
  if [ -n "$(highs_built)" ]; then return 0; fi
  if highs_packaged; then setup_apt libhighs-dev; return 0; fi
  local log=$setup_logs/highs.log work
  if ! command -v apt-get >/dev/null; then
    say "setup: HiGHS is not here and there is no apt-get to fetch it: CBC alone solves integer programs"
    return 1
  fi
  mkdir -p "$setup_logs" "$highs_cache"
  say "setup: building HiGHS once, into $highs_cache (some minutes)"
  work=$(mktemp -d "${TMPDIR:-/tmp}/hallplan-highs.XXXXXX")
  if highs_build "$work" >"$log" 2>&1; then
    rm -rf "$work"
    return 0
  fi
  rm -rf "$work"
  say "setup: HiGHS could not be built ($(tail -n 1 "$log"); $log): CBC alone solves integer programs"
  return 1
}
