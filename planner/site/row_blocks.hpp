/// Blocks of rows become rows: where each one stands, how it faces, and what it offers its racks.
#pragma once

#include <string_view>

#include "planner/base/diagnostic.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// Stands in a block's references for the number of the row.
inline constexpr std::string_view kRowNumber = "{row}";

/// Appends the rows of every block to the site's own, in the order of the file, and empties `row_blocks`. Row ids are
/// `<block>-1`, `<block>-2`, ... away from the block's corner of least x and y. A block that cannot be laid out is reported
/// and has no rows; one whose own values are missing has been reported already: false then, for what names its rows cannot be judged.
[[nodiscard]] bool expand_row_blocks(Site& site, Diagnostics& problems);

}  // namespace hallplan
