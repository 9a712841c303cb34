/// The loops of `hallplan loop` drawn: rows of racks between headers, as one HTML page.
#pragma once

#include <string>
#include <string_view>

namespace hallplan::report {

/// From the JSON that `hallplan loop --format json` prints of a site. Supply headers are coloured by velocity, racks by their share of
/// the flow that they ask for; groups whose flow is not known say why.
[[nodiscard]] std::string loop_page(std::string_view loop_json);

}  // namespace hallplan::report
