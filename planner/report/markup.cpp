#include "planner/report/markup.hpp"

#include <fmt/format.h>

#include "planner/base/text.hpp"

namespace hallplan::report {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string link(std::string_view address) {
  const bool web = address.starts_with("https://") || address.starts_with("http://");
  const std::string safe = escaped(address);
  return web ? fmt::format("<a href=\"{0}\" rel=\"noopener noreferrer nofollow\">{0}</a>", safe) : safe;
}

std::string coordinate(double value) {
  std::string out = fmt::format("{:.2f}", value);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

}  // namespace hallplan::report
