#include "planner/base/source.hpp"

#include <fmt/format.h>

#include <utility>

namespace hallplan {

int SourceFiles::add(std::string name, std::string text) {
  files_.push_back({std::move(name), std::move(text)});
  return static_cast<int>(files_.size()) - 1;
}

std::string_view SourceFiles::name(int file) const {
  return file < 0 ? std::string_view{} : std::string_view{files_[static_cast<std::size_t>(file)].name};
}

std::string_view SourceFiles::text(int file) const {
  return file < 0 ? std::string_view{} : std::string_view{files_[static_cast<std::size_t>(file)].text};
}

std::string_view SourceFiles::line(Mark at) const {
  std::string_view rest = text(at.file);
  for (int line = 1; line < at.line; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

std::string to_string(Mark at, const SourceFiles& files) {
  if (!at.known()) return {};
  if (at.line <= 0) return std::string(files.name(at.file));
  return fmt::format("{}:{}:{}", files.name(at.file), at.line, at.column);
}

}  // namespace hallplan
