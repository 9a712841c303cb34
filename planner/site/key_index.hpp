/// Where each key of a site file belongs, from the schema table: for the hint when a key stands in the wrong mapping,
/// and for what-ifs that begin a mapping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallplan {

/// "'columns' belongs under 'hall'" for a key of the schema, naming at most three places; empty for any other word.
[[nodiscard]] std::string key_belongs_under(std::string_view key);

/// Keys of the schema that hold keys themselves, in the mapping at this path of a site ("hall", "power.devices.ups-a"; empty for the
/// top level).
[[nodiscard]] std::vector<std::string> mappings_under(std::string_view path);

/// True where the mapping at this path of a site holds items by their ids ("power.devices").
[[nodiscard]] bool holds_items(std::string_view path);

}  // namespace hallplan
