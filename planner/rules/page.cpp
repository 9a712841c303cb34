#include "planner/rules/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

#include "planner/base/text.hpp"

namespace hallplan::rules {
namespace {

constexpr std::array<std::string_view, 6> kKeys = {"run", "expect", "formula", "where", "source", "mend"};
constexpr std::array<std::string_view, 6> kKinds = {"physics", "standard", "maker", "site", "practice", "program"};

template <std::size_t N>
std::vector<std::string> words_of(const std::array<std::string_view, N>& words) {
  return {words.begin(), words.end()};
}

/// A key of the header with its whole text.
struct Entry {
  std::size_t line = 0;
  std::string key, text;
};

struct Header {
  std::vector<Entry> entries;
  std::string why;
  std::size_t end = 0;    ///< offset of the first line after it
  std::size_t lines = 0;  ///< how many it has
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \r") + 1 - first);
}

/// Reads the header of a page and collects what is wrong with it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  ParsedPage read() {
    const Header header = read_header();
    std::size_t place = 0;  // of the key before
    for (const Entry& entry : header.entries) {
      const auto at = static_cast<std::size_t>(std::find(kKeys.begin(), kKeys.end(), entry.key) - kKeys.begin());
      if (at == kKeys.size()) {
        complain(entry.line, fmt::format("unknown key '{}'; {}", printable(entry.key), meant(entry.key)));
        continue;
      }
      if (at < place) complain(entry.line, fmt::format("'{}' stands before '{}'", entry.key, kKeys[place]));
      place = at;  // one key out of order is one problem
      take(entry);
    }
    out_.page.why = header.why;
    out_.page.site = text_.substr(header.end);
    out_.page.site_line = static_cast<int>(header.lines) + 1;
    for (const std::string_view key : {"run", "formula", "source", "mend"}) {
      if (!has(header, key)) out_.problems.push_back(fmt::format("key '{}' is missing: '# {}: ...'", key, key));
    }
    if (out_.page.exit < 0) out_.problems.emplace_back("'# expect: exit N' is missing");
    if (out_.page.message.empty()) out_.problems.emplace_back("no '# expect:' line gives the message");
    if (out_.page.why.empty()) out_.problems.emplace_back("no text says why it fails, after an empty comment line");
    return std::move(out_);
  }

 private:
  void complain(std::size_t line, const std::string& what) {
    out_.problems.push_back(fmt::format("line {}: {}", line, what));
  }

  static std::string meant(const std::string& key) { return suggest(key, words_of(kKeys)); }

  static bool has(const Header& header, std::string_view key) {
    return std::any_of(header.entries.begin(), header.entries.end(), [&](const Entry& e) { return e.key == key; });
  }

  Header read_header() {
    Header header;
    bool keys = true;  // not yet the text that says why
    while (header.end < text_.size() && text_[header.end] == '#') {
      const std::size_t end = std::min(text_.find('\n', header.end), text_.size());
      const std::string_view line = text_.substr(header.end + 1, end - header.end - 1);
      header.end = std::min(end + 1, text_.size());
      ++header.lines;
      const std::string_view words = trimmed(line);
      if (words.starts_with("yaml-language-server:")) continue;
      if (words.empty()) {
        keys = false;
      } else if (!keys) {
        header.why += (header.why.empty() ? "" : " ") + std::string(words);
      } else {
        add_key_line(header, line, words);
      }
    }
    return header;
  }

  void add_key_line(Header& header, std::string_view line, std::string_view words) {
    if (line.starts_with("   ")) {
      if (header.entries.empty()) return complain(header.lines, "goes on where no key stands above");
      header.entries.back().text += ' ' + std::string(words);
      return;
    }
    const std::size_t colon = words.find(": ");
    if (colon == std::string_view::npos) {
      return complain(header.lines, "expected '# KEY: TEXT', or three blanks before what goes on");
    }
    header.entries.push_back(
        {header.lines, std::string(words.substr(0, colon)), std::string(trimmed(words.substr(colon + 2)))});
  }

  void take(const Entry& entry) {
    Page& page = out_.page;
    if (entry.key == "run") {
      if (!page.run.empty()) complain(entry.line, "'run' stands twice");
      page.run = entry.text;
    } else if (entry.key == "expect") {
      take_expected(entry);
    } else if (entry.key == "formula") {
      page.formula.push_back(entry.text);
    } else if (entry.key == "where") {
      take_symbol(entry);
    } else if (entry.key == "source") {
      take_origin(entry);
    } else {
      page.mends.push_back(entry.text);
    }
  }

  void take_expected(const Entry& entry) {
    constexpr std::string_view kExit = "exit ";
    if (!entry.text.starts_with(kExit)) {
      out_.page.message.push_back(entry.text);
      return;
    }
    const std::string_view digits = std::string_view(entry.text).substr(kExit.size());
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), out_.page.exit);
    if (problem == std::errc{} && end == digits.data() + digits.size()) return;
    complain(entry.line, fmt::format("expected a number after 'exit', found '{}'", printable(digits)));
    out_.page.exit = -1;
  }

  void take_symbol(const Entry& entry) {
    const std::size_t open = entry.text.find(" [");
    const std::size_t close = open == std::string::npos ? open : entry.text.find("] ", open);
    if (close == std::string::npos || close == open + 2) {
      return complain(entry.line, "expected '# where: SYMBOL [UNIT] MEANING', with [-] for a plain number");
    }
    out_.page.symbols.push_back({std::string(trimmed(std::string_view(entry.text).substr(0, open))),
                                 entry.text.substr(open + 2, close - open - 2),
                                 std::string(trimmed(std::string_view(entry.text).substr(close + 2)))});
  }

  void take_origin(const Entry& entry) {
    const std::size_t colon = std::min(entry.text.find(": "), entry.text.size());
    const std::string kind = entry.text.substr(0, colon);
    if (colon == entry.text.size() || std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
      return complain(entry.line, fmt::format("expected '# source: KIND: TEXT', KIND {}",
                                              "one of: " + join(words_of(kKinds), ", ")));
    }
    out_.page.sources.push_back({kind, std::string(trimmed(std::string_view(entry.text).substr(colon + 2)))});
  }

  std::string_view text_;
  ParsedPage out_;
};

}  // namespace

ParsedPage parse_page(std::string_view text) { return Reader(text).read(); }

}  // namespace hallplan::rules
