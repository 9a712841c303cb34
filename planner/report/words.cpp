#include "planner/report/words.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace hallplan::report {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// True where the word stands there alone; a plural is the same word.
bool stands_at(std::string_view text, std::size_t at, std::string_view word) {
  std::size_t end = at + word.size();
  if (end < text.size() && text[end] == 's') ++end;
  return (at == 0 || !is_letter(text[at - 1])) && (end >= text.size() || !is_letter(text[end]));
}

bool occurs(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (stands_at(text, at, word)) return true;
  }
  return false;
}

bool any_occurs(std::string_view text, std::string_view spellings) {
  for (std::size_t from = 0; from <= spellings.size();) {
    const std::size_t end = std::min(spellings.find('|', from), spellings.size());
    if (occurs(text, spellings.substr(from, end - from))) return true;
    from = end + 1;
  }
  return false;
}

}  // namespace

const std::vector<Word>& all_words() {
  static const std::vector<Word> words = {
      {"2N", "2N", "two complete systems, independent of each other: either alone carries everything"},
      {"approach", "approach", "TCS supply minus facility-water supply at a CDU; its heat is rated at one"},
      {"CDU", "CDU",
       "coolant distribution unit: heat exchanger and pumps between facility water and the racks' coolant"},
      {"derating", "derating|derated", "a rating lowered for the conditions it works in: heat, altitude"},
      {"EDPp", "EDPp",
       "electrical design point, peak: what a rack draws for less than a second; no extra heat, and held against "
       "short-time ratings alone"},
      {"feed", "feed", "one of the two independent paths, A and B, by which a rack gets power"},
      {"FWS", "FWS|facility water|facility-water|Facility water",
       "facility water system: the building's water, between CDUs or air units and the heat rejection"},
      {"gap", "gap",
       "of a plan: how many more racks the upper bound leaves open, as a share of those placed; 0 % is proved to be "
       "the "
       "most"},
      {"Kv", "Kv", "flow coefficient of a valve: m3/h of water that lose 1 bar in it"},
      {"N+1", "N+1", "one unit more than the load needs: one may be lost"},
      {"scalable unit (SU)", "scalable unit|SU",
       "racks that are placed together or not at all: compute racks with their network and management racks, as the "
       "demand says"},
      {"stranded power", "stranded",
       "capacity that is there and cannot be used, since something else is full or the rest is held for a loss"},
      {"tap-off", "tap-off", "box on a busway that feeds one rack's circuit from it"},
      {"TCS", "TCS", "technology cooling system: the coolant between CDUs and racks"},
      {"TDP", "TDP", "thermal design power: what a rack draws for long at most, all of it heat"},
      {"undecided", "undecided|UNDECIDED",
       "neither holds nor fails by what is known: a value is missing, or the margin is smaller than its error; no "
       "pass"},
      {"upper bound", "upper bound|bound", "a proof that no placement holds more racks than this"},
      {"wander", "wander",
       "of an air temperature: half of how far it still moves while the field is solved; part of its error"},
  };
  return words;
}

std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> out;
  std::copy_if(all_words().begin(), all_words().end(), std::back_inserter(out),
               [&](const Word& word) { return any_occurs(text, word.as); });
  return out;
}

std::string without_tags(std::string_view html) {
  std::string out;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    out += in_tag ? ' ' : c;
    if (c == '>') in_tag = false;
  }
  return out;
}

}  // namespace hallplan::report
