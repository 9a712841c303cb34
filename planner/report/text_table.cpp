#include "planner/report/text_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::report {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Letters, not bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

/// Bytes of the first `letters` letters.
std::size_t bytes_of(std::string_view text, std::size_t letters) {
  std::size_t at = 0;
  while (at < text.size() && letters > 0) {
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
    --letters;
  }
  return at;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return right ? blanks + text : text + blanks;
}

/// True for "135" and "1.5": what follows is its unit and stays on its line.
bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// End of the word that starts at `at`, a number taken together with its unit.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
  if (!is_number(text.substr(at, end - at)) || end + 1 >= text.size() || text[end + 1] == ' ') return end;
  return std::min(text.find_first_of(" \n", end + 1), text.size());
}

/// Puts a word at the end of the lines, on a new one where it does not fit, in pieces where it fits on none.
void append_word(std::vector<std::string>& lines, std::string_view word, std::size_t width) {
  const bool fits = !lines.empty() && width_of(lines.back()) + 1 + width_of(word) <= width;
  if (fits) {
    lines.back() += ' ';
    lines.back() += word;
    return;
  }
  while (!word.empty()) {
    const std::size_t piece = bytes_of(word, width);
    lines.emplace_back(word.substr(0, piece));
    word.remove_prefix(piece);
  }
}

constexpr std::size_t kNarrowest = 5;  ///< a column of text does not give way further

/// One row: the lines of each cell.
using Cells = std::vector<std::vector<std::string>>;

struct Grid {
  std::vector<Cells> rows;  ///< the titles first
  std::vector<std::size_t> widths;
  [[nodiscard]] std::size_t width() const { return std::accumulate(widths.begin(), widths.end(), 2 * widths.size()); }
};

Grid lay_out(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows) {
  Grid out;
  out.widths.assign(columns.size(), 0);
  const auto add = [&](const auto& cell_of) {
    Cells cells;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      cells.push_back(wrapped(cell_of(c), columns[c].widest));
      for (const std::string& line : cells.back()) out.widths[c] = std::max(out.widths[c], width_of(line));
    }
    out.rows.push_back(std::move(cells));
  };
  add([&](std::size_t c) { return columns[c].title; });
  for (const std::vector<std::string>& row : rows) {
    add([&](std::size_t c) { return c < row.size() ? row[c] : std::string(); });
  }
  return out;
}

std::string lines_of(const Cells& cells, const std::vector<Column>& columns, const std::vector<std::size_t>& widths) {
  std::size_t lines = 0;
  for (const auto& cell : cells) lines = std::max(lines, cell.size());
  std::string out;
  for (std::size_t line = 0; line < lines; ++line) {
    std::string text;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      text += "  " + padded(line < cells[c].size() ? cells[c][line] : "", widths[c], columns[c].right);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + '\n';
  }
  return out;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  const std::string clean = printable(text);
  std::vector<std::string> lines;
  for (std::size_t at = clean.find_first_not_of(" \n"); at != std::string::npos;) {
    const std::size_t end = end_of_word(clean, at);
    append_word(lines, std::string_view(clean).substr(at, end - at), std::max<std::size_t>(width, 1));
    at = clean.find_first_not_of(" \n", end);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string paragraph(std::string_view lead, std::string_view text, std::size_t width) {
  const std::size_t indent = width_of(lead);
  std::string out;
  for (const std::string& line : wrapped(text, width > indent ? width - indent : 1)) {
    out += (out.empty() ? std::string(lead) : std::string(indent, ' ')) + line + '\n';
  }
  return out;
}

std::string table(std::vector<Column> columns, const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  Grid grid = lay_out(columns, rows);
  for (std::size_t pass = 0; pass < columns.size() && grid.width() > width; ++pass) {
    std::size_t widest = columns.size();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool wider = widest == columns.size() || grid.widths[c] > grid.widths[widest];
      if (!columns[c].right && wider) widest = c;
    }
    if (widest == columns.size()) break;
    const std::size_t excess = grid.width() - width;
    const std::size_t is = grid.widths[widest];
    columns[widest].widest = std::max(std::min(is, kNarrowest), is > excess ? is - excess : std::size_t{0});
    grid = lay_out(columns, rows);
  }
  std::string out;
  for (const Cells& cells : grid.rows) out += lines_of(cells, columns, grid.widths);
  return out;
}

}  // namespace hallplan::report
