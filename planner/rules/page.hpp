/// The page of one rule: the header comment of its example file, and the example itself.
///
/// The header is the comment lines that a file begins with (a line `# yaml-language-server: ...` is for editors and skipped):
///
///     # KEY: TEXT        keys in this order: run once, expect, formula, where, source, mend; all but `run` may be repeated
///     #   TEXT           three blanks or more after '#': the line above goes on
///     #                  an empty comment line ends the keys
///     # TEXT             why the example fails
///
/// What follows the header is the example site. A file whose name ends in `.page` has none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallplan::rules {

/// `# where: SYMBOL [UNIT] MEANING`; "-" is the unit of a plain number.
struct Symbol {
  std::string symbol, unit, meaning;
};

/// `# source: KIND: TEXT`: where a limit comes from. Kinds: physics, standard (its clause, and whether it was read or is quoted from
/// memory), maker (a product's sheet), site (the owner's own choice), practice (of the field), program (a choice of hallplan).
struct Origin {
  std::string kind, text;
};

struct Page {
  std::string run;                   ///< the command, from the root of the repository
  int exit = -1;                     ///< `# expect: exit N`, the first of its kind
  std::vector<std::string> message;  ///< the other `# expect:` lines: what the output holds
  std::vector<std::string> formula;  ///< the condition that holds; in words where nothing is computed
  std::vector<Symbol> symbols;       ///< of the formula; empty where nothing is computed
  std::vector<Origin> sources;
  std::vector<std::string> mends;  ///< ways out, most usual first
  std::string why;                 ///< why the example fails
  std::string site;                ///< the example; empty where it is no file that an editor keeps
  int site_line = 0;               ///< number of its first line in the file, as messages count it
};

/// A page, and what is wrong with its header: "line 4: ...". A page with problems holds what could be read.
struct ParsedPage {
  Page page;
  std::vector<std::string> problems;
};

[[nodiscard]] ParsedPage parse_page(std::string_view text);

}  // namespace hallplan::rules
