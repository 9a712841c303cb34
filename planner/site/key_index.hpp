/// Where each key of a site file belongs, from the schema table: for the hint when a key stands in the wrong mapping.
#pragma once

#include <string>
#include <string_view>

namespace hallplan {

/// "'columns' belongs under 'hall'" for a key of the schema, naming at most three places; empty for any other word.
[[nodiscard]] std::string key_belongs_under(std::string_view key);

}  // namespace hallplan
