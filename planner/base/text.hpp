/// Small text helpers for messages: what may be printed, and "did you mean".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallplan {

/// The text with control characters and broken UTF-8 replaced by '?': safe on a terminal and in a log.
[[nodiscard]] std::string printable(std::string_view text);

/// True when the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
/// `bad` receives the offset of the first offending byte.
[[nodiscard]] bool is_utf8(std::string_view text, std::size_t* bad = nullptr);

/// The candidate closest to `word` by Levenshtein distance, if it is close enough to be a slip of the hand
/// (at most a third of the longer word's letters); empty otherwise. Ties go to the earlier candidate.
[[nodiscard]] std::string closest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'x'?" or, when nothing is close, "one of: a, b, c" (those that contain the word, else all; at most 24).
[[nodiscard]] std::string suggest(std::string_view word, const std::vector<std::string>& candidates);

/// The first line of a text, at most 48 bytes of it: what a message quotes of a file.
[[nodiscard]] std::string shortened(std::string_view text);

[[nodiscard]] std::string join(const std::vector<std::string>& words, std::string_view separator);

}  // namespace hallplan
