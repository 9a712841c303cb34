/// The schema table as documents: the JSON Schema that editors use while a file is written, and the reference for people.
#pragma once

#include <string>

namespace hallplan {

/// JSON Schema (draft 7) of site files.
[[nodiscard]] std::string site_json_schema();
/// JSON Schema (draft 7) of catalogue files.
[[nodiscard]] std::string product_json_schema();
/// Markdown: every key of site and catalogue files with its form, range and meaning; every unit; every rule.
[[nodiscard]] std::string reference_markdown();

}  // namespace hallplan
