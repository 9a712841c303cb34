/// The texts a run has read, and places in them. A `Mark` travels with every value from file to verdict, so that
/// each message can show the line it speaks of.
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace hallplan {

/// A place in a text: 1-based line and column (in bytes). `file` indexes `SourceFiles`; -1 is "nowhere".
struct Mark {
  int file = -1;
  int line = 0;
  int column = 0;

  [[nodiscard]] bool known() const { return file >= 0; }
  friend bool operator==(const Mark&, const Mark&) = default;
};

/// Owns the texts; ids stay valid while it lives.
class SourceFiles {
 public:
  /// Stores a text under the name that messages show. Returns its id.
  int add(std::string name, std::string text);

  [[nodiscard]] std::string_view name(int file) const;
  [[nodiscard]] std::string_view text(int file) const;

  /// The line a mark stands in, without its end; empty when the mark is unknown or past the end.
  [[nodiscard]] std::string_view line(Mark at) const;

 private:
  struct File {
    std::string name;
    std::string text;
  };
  std::deque<File> files_;
};

/// "name:line:col", or "name" for a mark without a line, or "" for an unknown one.
[[nodiscard]] std::string to_string(Mark at, const SourceFiles& files);

}  // namespace hallplan
