// The reference for people, written from the schema table, the unit lists and the rules.
#include <fmt/format.h>

#include <string>
#include <type_traits>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"
#include "planner/site/document.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/schema_site.hpp"

namespace hallplan {
namespace {

std::string range_text(Dimension dimension, Range range) {
  const FieldQuantity least = to_field(dimension, range.least);
  const FieldQuantity most = to_field(dimension, range.most);
  return fmt::format("{}, {:g} to {:g}{}{}", info(dimension).name, least.value, most.value,
                     most.unit.empty() ? "" : " ", most.unit);
}

/// The schema visitor that writes one line of a table for each key.
template <class T>
class ReferenceWriter {
 public:
  ReferenceWriter(std::string& out, std::string path) : out_(out), path_(std::move(path)) {}

  void quantity(std::string_view name, Value T::*, Dimension dimension, Range range, std::string_view help) {
    line(name, Need::required, range_text(dimension, range), help);
  }
  void quantity(std::string_view name, Value T::*, Dimension dimension, Range range, Need need, std::string_view help) {
    line(name, need, range_text(dimension, range), help);
  }
  void quantity(std::string_view name, MaybeValue T::*, Dimension dimension, Range range, std::string_view help) {
    line(name, Need::optional, range_text(dimension, range), help);
  }
  void whole(std::string_view name, int T::*member, int least, int most, Need need, std::string_view help) {
    const bool has_default = need == Need::optional && T{}.*member >= least;
    const std::string otherwise = has_default ? fmt::format("; else {}", T{}.*member) : "";
    line(name, need, fmt::format("whole number, {} to {}{}", least, most, otherwise), help);
  }
  void whole(std::string_view name, std::optional<int> T::*, int least, int most, std::string_view help) {
    line(name, Need::optional, fmt::format("whole number, {} to {}", least, most), help);
  }
  void thousandths(std::string_view name, int T::*member, int least, int most, Need need, std::string_view help) {
    const std::string otherwise = need == Need::optional ? fmt::format("; else {}", T{}.*member / 1e3) : "";
    line(name, need, fmt::format("number, {} to {}{}", least / 1e3, most / 1e3, otherwise), help);
  }
  void text(std::string_view name, std::string T::*, Need need, std::string_view help) {
    line(name, need, "text", help);
  }
  void flag(std::string_view name, std::optional<bool> T::*, std::string_view help) {
    line(name, Need::optional, "true or false", help);
  }
  void flag(std::string_view name, bool T::*, bool otherwise, std::string_view help) {
    line(name, Need::optional, fmt::format("true or false; else {}", otherwise), help);
  }
  template <class E, std::size_t N>
  void choice(std::string_view name, E T::*member, Need need, const Choice<E> (&choices)[N], std::string_view help) {
    std::vector<std::string> words;
    std::string otherwise;
    for (const Choice<E>& choice : choices) {
      words.emplace_back(choice.word);
      if (need == Need::optional && choice.value == T{}.*member) otherwise = "; else " + std::string(choice.word);
    }
    line(name, need, "one of " + join(words, ", ") + otherwise, help);
  }
  template <std::size_t N>
  void word(std::string_view name, std::string T::*, const std::string_view (&words)[N], std::string_view help) {
    line(name, Need::required, "one of " + join(std::vector<std::string>(words, words + N), ", "), help);
  }
  void ref(std::string_view name, Ref T::*, RefTo to, Need need, std::string_view help) {
    line(name, need, fmt::format("id of {}", describe(to)), help);
  }
  void refs(std::string_view name, std::vector<Ref> T::*, RefTo to, Need need, std::string_view help) {
    line(name, need, fmt::format("list: id of {}", describe(to)), help);
  }
  void pairs(std::string_view name, std::vector<FeedPair> T::*, Need need, std::string_view help) {
    line(name, need, "list of pairs of device ids", help);
  }
  template <class U>
  void object(std::string_view name, U T::*, Need need, std::string_view help) {
    line(name, need, "mapping", help);
    descend<U>(std::string(name));
  }
  template <class U>
  void object(std::string_view name, std::optional<U> T::*, Need need, std::string_view help) {
    line(name, need, "mapping", help);
    descend<U>(std::string(name));
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*, Need need, std::string_view help) {
    line(name, need, "mapping of ids", help);
    descend<U>(std::string(name) + ".ID");
  }
  template <class U>
  void list(std::string_view name, std::vector<U> T::*, Need need, std::string_view help) {
    line(name, need, "list of mappings", help);
    descend<U>(std::string(name) + "[]");
  }
  template <class G>
  void group(std::string_view name, Need need, std::string_view help) {
    line(name, need, "mapping", help);
    ReferenceWriter<T> inner(out_, path_ + std::string(name) + ".");
    G::describe(inner);
  }

 private:
  void line(std::string_view name, Need need, std::string_view form, std::string_view help) {
    const std::string_view required = need == Need::required ? "yes" : need == Need::planning ? "to plan" : "";
    out_ += fmt::format("| `{}{}` | {} | {} | {} |\n", path_, name, required, form, help);
  }
  /// A site's own rack types are described as racks of the catalogue are, further down.
  template <class U>
  void descend(const std::string& name) {
    if constexpr (!std::is_same_v<T, SiteRackType>) {
      ReferenceWriter<U> inner(out_, path_ + name + ".");
      Schema<U>::describe(inner);
    }
  }

  std::string& out_;
  std::string path_;
};

constexpr std::string_view kTableHead = "| key | required | form | meaning |\n|---|---|---|---|\n";

template <class T>
void write_keys(std::string& out) {
  out += kTableHead;
  out += "| `schema` | yes | 1 | Version of the file format. |\n";
  out += "| `extends` |  | relative path of a .yaml file | The file that this one is laid over; see Variants. |\n";
  ReferenceWriter<T> writer(out, "");
  Schema<T>::describe(writer);
}

template <class B>
void write_product(std::string& out) {
  out += fmt::format("\n### `{}:`\n\n{}", BodyKey<B>::kKey, kTableHead);
  ReferenceWriter<B> writer(out, std::string(BodyKey<B>::kKey) + ".");
  Schema<B>::describe(writer);
}

void write_units(std::string& out) {
  out += "\n## Units\n\nThe first unit of each line is the one that reports use.\n\n| quantity | units |\n|---|---|\n";
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    std::vector<std::string> names;
    for (const UnitSpelling& unit : info(static_cast<Dimension>(d)).units)
      names.push_back(fmt::format("`{}`", unit.name));
    out += fmt::format("| {} | {} |\n", info(static_cast<Dimension>(d)).name, join(names, ", "));
  }
}

void write_rules(std::string& out) {
  out +=
      "\n## Rules\n\nEvery message and every line of a verdict names one of these.\n\n| rule | demands |\n|---|---|\n";
  for (const RuleInfo& rule : kRules) out += fmt::format("| `{}` | {} |\n", rule.id, rule.demand);
}

}  // namespace

std::string reference_markdown() {
  std::string out =
      "## Keys of a site file\n\nRequired \"to plan\": every command asks for it but `hallplan thermal`, which needs "
      "of a site only "
      "what air and heat need.\n\n";
  write_keys<Site>(out);
  out +=
      "\n## Keys of a catalogue file\n\nEvery catalogue file has `schema`, `name`, `maker`, may have `note` and "
      "`sources`, "
      "and describes one product under one of these keys.\n";
  write_product<RackType>(out);
  write_product<CduType>(out);
  write_product<AirUnitType>(out);
  write_product<RearDoorType>(out);
  write_product<BuswayType>(out);
  write_product<UpsType>(out);
  write_product<TransformerType>(out);
  write_product<GeneratorType>(out);
  write_product<TapOffType>(out);
  write_product<RejectionType>(out);
  write_product<CoolantType>(out);
  write_product<CableType>(out);
  write_product<ServerType>(out);
  write_units(out);
  write_rules(out);
  return out;
}

}  // namespace hallplan
