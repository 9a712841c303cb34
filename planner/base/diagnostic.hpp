/// What is wrong with an input, said so that it can be mended: place, rule, what was expected and found, how to put
/// it right. Problems are collected, never thrown: a reader goes on and reports them all at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/base/source.hpp"

namespace hallplan {

enum class Severity { error, warning };

/// A second place that the message speaks of ("first defined here").
struct Related {
  Mark at;
  std::string message;
};

struct Diagnostic {
  Rule rule = Rule::yaml_syntax;
  Mark at;
  std::string message;             ///< what was expected and what was found
  std::string hint;                ///< how to mend it; may be empty
  std::optional<Related> related;  ///< the other place where two disagree
  Severity severity = Severity::error;
};

/// A growing list of problems. Holds at most `kMost`; what comes after is counted, not kept.
class Diagnostics {
 public:
  static constexpr std::size_t kMost = 200;

  void add(Diagnostic diagnostic);
  void error(Rule rule, Mark at, std::string message, std::string hint = {}) {
    add({rule, at, std::move(message), std::move(hint), std::nullopt, Severity::error});
  }
  void append(Diagnostics other);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
  [[nodiscard]] std::size_t dropped() const { return dropped_; }

  /// By file, line, column; equal places keep the order in which they were found. The same problem at the same place is
  /// kept once.
  void sort();

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
};

/// A value, or the reasons why there is none. With a value, `problems` holds warnings only.
template <class T>
struct [[nodiscard]] Result {
  std::optional<T> value;
  Diagnostics problems;

  explicit operator bool() const { return value.has_value(); }
};

/// One diagnostic as text: `file:line:col: error[rule]: message`, the source line with a caret, the hint, and the
/// second place with its own line. Control characters of the source are shown as '?'.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, const SourceFiles& files);

/// All of them, in order, with a closing count.
[[nodiscard]] std::string render(const Diagnostics& diagnostics, const SourceFiles& files);

}  // namespace hallplan
