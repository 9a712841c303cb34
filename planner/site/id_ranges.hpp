/// Ids with ranges: `bus-a[1-6]` in a file stands for six items, `rack-[a,b][1-4]` for eight. Expanded in each file as it is
/// read, before it is laid over what it extends and before any meaning is looked at: nothing downstream knows of ranges.
///
/// In brackets, parts separated by commas: a word of letters, digits and underscores; numbers from-to (`[01-12]` keeps
/// its zeros); single letters from-to. The first range of an id counts slowest. Texts below such an id, references above all,
/// may hold `{1}`, `{2}`: the text that the first, second range stands for, counted from the outermost id inwards; and `{}`
/// where there is but one. Other braces are left as they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/yaml/node.hpp"

namespace hallplan {

/// Text that all items of one file may have together once its ranges are written out.
inline constexpr std::size_t kMostExpandedBytes = std::size_t{16} << 20U;

/// True when a key is written with a range.
[[nodiscard]] bool has_range(std::string_view key);

/// One of the ids that a range stands for, with the text of each range in it.
struct RangedId {
  std::string id;
  std::vector<std::string> matches;
};

/// All ids that a key with ranges stands for, in order; empty, with `why` set, when it cannot be read or stands for more
/// than `yaml::kMostNodes`.
[[nodiscard]] std::vector<RangedId> ids_of_range(std::string_view key, std::string& why);

/// A text with its placeholders replaced. Sets `why`, and leaves the rest, when one names a range that is not there.
[[nodiscard]] std::string replace_placeholders(std::string_view text, const std::vector<std::string>& matches,
                                               std::string& why);

/// Writes out every range below `root`, a mapping. With errors the tree must be dropped.
[[nodiscard]] Diagnostics expand_id_ranges(yaml::Node& root);

}  // namespace hallplan
