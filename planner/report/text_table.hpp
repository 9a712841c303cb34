/// Plain text in columns and paragraphs, for terminals and logs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallplan::report {

struct Column {
  std::string title;
  bool right = false;       ///< numbers stand to the right
  std::size_t widest = 40;  ///< longer cells go on in the next line
};

/// The words of a text in lines of at most `width` letters. Control characters become '?'.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// A paragraph: the first line follows `lead`, the others stand under its end.
[[nodiscard]] std::string paragraph(std::string_view lead, std::string_view text, std::size_t width);

/// A table with its titles, two blanks in front and between columns. Cells that are missing are empty. Where it is wider
/// than `width`, the widest columns of text give way.
[[nodiscard]] std::string table(std::vector<Column> columns, const std::vector<std::vector<std::string>>& rows,
                                std::size_t width);

}  // namespace hallplan::report
