/// The lines of an .inp text as words with their places, by section. Internal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/base/diagnostic.hpp"

namespace hallplan::network {

struct Word {
  std::string_view text;
  Mark at;
};

struct InpLine {
  std::vector<Word> words;  ///< one at least

  /// Nothing where the line has fewer.
  [[nodiscard]] std::optional<Word> word(std::size_t number) const {
    return number < words.size() ? std::optional<Word>(words[number]) : std::nullopt;
  }
};

struct InpSection {
  std::string name;  ///< in capitals
  Mark at;
  std::vector<InpLine> lines;
};

[[nodiscard]] std::string capitals(std::string_view text);
/// The same but for capitals.
[[nodiscard]] bool says(std::string_view text, std::string_view word);

/// A number, or nothing: decimal, finite, nothing behind it.
[[nodiscard]] std::optional<double> number_in(std::string_view text);

/// Comments and blank lines are left out. Sections of a name that comes twice follow each other.
[[nodiscard]] std::vector<InpSection> inp_sections(const SourceFiles& files, int file, Diagnostics& problems);

}  // namespace hallplan::network
