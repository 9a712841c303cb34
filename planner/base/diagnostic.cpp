#include "planner/base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "planner/base/text.hpp"

namespace hallplan {
namespace {

constexpr std::size_t kLongestLineShown = 160;

/// The source line with a caret under the column; long lines are cut to a window around it.
std::string excerpt(Mark at, const SourceFiles& files) {
  const std::string_view line = files.line(at);
  if (line.empty() || at.column <= 0) return {};
  const std::size_t column = std::min(static_cast<std::size_t>(at.column - 1), line.size());
  const std::size_t from = column > kLongestLineShown / 2 && line.size() > kLongestLineShown
                               ? column - kLongestLineShown / 2
                               : std::size_t{0};
  const std::string shown = printable(line.substr(from, kLongestLineShown));
  return fmt::format("{:>6} | {}\n       | {}^\n", at.line, shown, std::string(column - from, ' '));
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) ++errors_;
  if (all_.size() >= kMost) {
    ++dropped_;
    return;
  }
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::append(Diagnostics other) {
  errors_ += other.errors_;
  dropped_ += other.dropped_;
  const std::size_t room = kMost - std::min(kMost, all_.size());
  const std::size_t taken = std::min(room, other.all_.size());
  dropped_ += other.all_.size() - taken;
  std::move(other.all_.begin(), other.all_.begin() + static_cast<std::ptrdiff_t>(taken), std::back_inserter(all_));
}

void Diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.at.file, a.at.line, a.at.column) < std::tuple(b.at.file, b.at.line, b.at.column);
  });
  // What one line of a file makes many times (a range of ids, a block of rows) is wrong once.
  for (auto first = all_.begin(); first != all_.end(); ++first) {
    const auto next_place = std::find_if(first, all_.end(), [&](const Diagnostic& d) { return !(d.at == first->at); });
    const auto end = std::remove_if(std::next(first), next_place, [&](const Diagnostic& d) {
      return d.rule == first->rule && d.message == first->message && d.severity == first->severity;
    });
    const auto repeats = static_cast<std::size_t>(next_place - end);
    if (first->severity == Severity::error) errors_ -= repeats;
    all_.erase(end, next_place);
  }
}

std::string render(const Diagnostic& diagnostic, const SourceFiles& files) {
  const std::string place = to_string(diagnostic.at, files);
  std::string out = fmt::format("{}{}{}[{}]: {}\n", printable(place), place.empty() ? "" : ": ",
                                diagnostic.severity == Severity::error ? "error" : "warning", rule_id(diagnostic.rule),
                                printable(diagnostic.message));
  out += excerpt(diagnostic.at, files);
  if (!diagnostic.hint.empty()) out += fmt::format("       = help: {}\n", printable(diagnostic.hint));
  if (diagnostic.related) {
    out +=
        fmt::format("{}: note: {}\n", to_string(diagnostic.related->at, files), printable(diagnostic.related->message));
    out += excerpt(diagnostic.related->at, files);
  }
  return out;
}

std::string render(const Diagnostics& diagnostics, const SourceFiles& files) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.all()) out += render(diagnostic, files);
  if (diagnostics.dropped() > 0) out += fmt::format("({} more not shown)\n", diagnostics.dropped());
  if (diagnostics.has_errors()) {
    out += fmt::format("{} error{}\n", diagnostics.errors(), diagnostics.errors() == 1 ? "" : "s");
  }
  return out;
}

}  // namespace hallplan
