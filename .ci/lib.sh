# shellcheck shell=bash
# Sourced by .ci/run: small helpers that the stages share. Needs .ci/setup.sh (say).

# Sources of the product, one path a line: what git tracks or would track, so that new files count before a commit.
repository_files() {
  git -c safe.directory='*' ls-files --cached --others --exclude-standard -- "$@" |
    while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done | LC_ALL=C sort -u
}

# holds GREP-ARGUMENTS...: prints where any file named on standard input, one a line, holds a pattern; 1 where none does.
holds() {
  local found
  found=$(tr '\n' '\0' | xargs -0 -r grep -Hn "$@" || true)
  [ -n "$found" ] && printf '%s\n' "$found"
}

cxx_files() { repository_files '*.hpp' '*.cpp' '*.cu' '*.cuh'; }

# Files of C++ that this change touches: against the merge base with the main branch, else against the last commit.
changed_cpp_files() {
  local git=(git -c safe.directory='*') head base=''
  head=$("${git[@]}" rev-parse -q --verify HEAD || true)
  base=$("${git[@]}" merge-base HEAD origin/main 2>/dev/null || true)
  if [ -z "$base" ] || [ "$base" = "$head" ]; then
    base=$("${git[@]}" rev-parse -q --verify HEAD~1 || true)
  fi
  if [ -z "$base" ]; then
    repository_files '*.cpp'
  else
    { "${git[@]}" diff --name-only --diff-filter=d "$base" -- '*.cpp'
      "${git[@]}" ls-files --others --exclude-standard -- '*.cpp'; } | LC_ALL=C sort -u
  fi
}

# readme_commands FILE: the commands of the `console` blocks as "<block> <line> <expected exit code> <command>" records,
# each ended by a NUL byte. A command is a line "$ ..." with the lines "> ..." after it; "# exit N" at the end of its
# first line gives the exit code it must have (0 without). Every other line of the block is output: see readme_shown.
readme_commands() {
  awk '
    function flush() {
      if (command != "") printf "%d %d %d %s%c", block, start, code, command, 0
      command = ""
    }
    /^```/ { flush(); inside = (!inside && $0 ~ /^```console[ \t]*$/); if (inside) block++; next }
    !inside { next }
    /^\$ / {
      flush(); command = substr($0, 3); start = NR; code = 0
      if (match(command, /[ \t]+# exit [0-9]+[ \t]*$/)) {
        mark = substr(command, RSTART); sub(/^[^0-9]*/, "", mark); code = mark + 0
        command = substr(command, 1, RSTART - 1)
      }
      next
    }
    /^> / { if (command != "") command = command "\n" substr($0, 3); next }
    /^>$/ { if (command != "") command = command "\n"; next }
    { flush() }
    END { flush() }' "$1"
}

# readme_shown FILE LINE: the output that FILE shows of the command that begins at LINE.
readme_shown() {
  awk -v command="$2" '
    NR <= command { next }
    /^```/ || /^\$ / { exit }
    /^>( |$)/ && !begun { next }
    { begun = 1; print }' "$1"
}

# not_printed SHOWN PRINTED: the first line of SHOWN that PRINTED lacks after the ones before it; nothing where all are there.
# "..." stands for any text.
not_printed() {
  local shown printed pattern found
  local -a lines
  mapfile -t lines <<<"$2"
  local next=0
  while IFS= read -r shown; do
    pattern=$(printf '%s' "$shown" | sed 's/[][\\*?]/\\&/g; s/\.\.\./*/g')
    found=
    while [ "$next" -lt "${#lines[@]}" ]; do
      printed=${lines[next]}
      # shellcheck disable=SC2053 # a pattern is what is wanted
      if [[ $printed == $pattern ]]; then found=1; break; fi
      next=$((next + 1))
    done
    [ -n "$found" ] || { printf '%s\n' "$shown"; return; }
    # What "..." stood for may be no line at all.
    [ "$shown" = ... ] || next=$((next + 1))
  done <<<"$1"
}
