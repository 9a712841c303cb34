/// The words of the field that a report uses, and what they mean. Only those that occur in it are explained in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallplan::report {

struct Word {
  std::string_view word;  ///< as a heading: "scalable unit (SU)"
  std::string_view as;    ///< how it occurs, spellings apart by '|'; each may end in s
  std::string_view meaning;
};

/// All of them, by their heading.
[[nodiscard]] const std::vector<Word>& all_words();

/// Those that occur in a text as words of their own.
[[nodiscard]] std::vector<Word> words_in(std::string_view text);

/// What a reader sees of HTML: the text between its tags.
[[nodiscard]] std::string without_tags(std::string_view html);

}  // namespace hallplan::report
