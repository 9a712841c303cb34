// JSON Schema of site and catalogue files, written from the schema table.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/site/document.hpp"
#include "planner/site/schema_product.hpp"
#include "planner/site/schema_site.hpp"

namespace hallplan {
namespace {

using Json = nlohmann::ordered_json;

/// Ids as a file may write them: with ranges ("bus-a[1-6]"), and references with what stands for a range or a row.
constexpr std::string_view kIdPattern = R"(^[A-Za-z0-9_,{}\[\]-]{1,256}$)";
constexpr std::string_view kPlaceholder = R"(^[0-9]*\{[0-9]*\}$)";
/// Of an item in a table, where `source` and `assumed` are marks.
constexpr std::string_view kItemPattern = R"(^(?!(source|assumed)$)[A-Za-z0-9_,{}\[\]-]{1,256}$)";
constexpr std::string_view kRulePattern = "^[a-z.-]{1,64}$";
constexpr std::string_view kDraft = "http://json-schema.org/draft-07/schema#";

/// Letters of a unit that mean something in a regular expression are escaped.
std::string escaped(std::string_view unit) {
  std::string out;
  for (const char c : unit) {
    if (c == '.' || c == '(' || c == ')') out += '\\';
    out += c;
  }
  return out;
}

/// Quantities that are plain numbers, or may be written as one.
bool bare_too(Dimension dimension) { return dimension == Dimension::fraction || dimension == Dimension::count; }

std::string quantity_pattern(Dimension dimension) {
  std::string units;
  for (const UnitSpelling& unit : info(dimension).units) units += (units.empty() ? "" : "|") + escaped(unit.name);
  const std::string number = R"([+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)";
  return fmt::format("^{} *({}){}$", number, units, bare_too(dimension) ? "?" : "");
}

Json quantity_schema(Dimension dimension, std::string_view help) {
  Json scalar = {{"type", "string"}, {"pattern", quantity_pattern(dimension)}};
  if (bare_too(dimension)) scalar["type"] = Json::array({"string", "number"});
  const Json text = {{"type", "string"}};
  Json mapping = {{"type", "object"}, {"additionalProperties", false}, {"required", Json::array({"value"})}};
  mapping["properties"] = {{"value", scalar},
                           {"low", scalar},
                           {"high", scalar},
                           {"means", text},
                           {"source", text},
                           {"assumed", text},
                           {"trust", {{"enum", Json::array()}}}};
  for (const Choice<Trust>& choice : kTrustWords) mapping["properties"]["trust"]["enum"].push_back(choice.word);
  return {{"description", fmt::format("{} ({}, such as {})", help, info(dimension).name, info(dimension).example)},
          {"anyOf", Json::array({scalar, mapping})}};
}

/// What a file laid over another may also hold: nothing, which removes what is below it. The loader refuses it where nothing is.
Json or_nothing(Json schema) {
  if (schema.contains("anyOf")) {
    schema["anyOf"].push_back({{"type", "null"}});
  } else if (schema.contains("enum")) {
    schema["enum"].push_back(nullptr);
  } else if (schema["type"].is_array()) {
    schema["type"].push_back("null");
  } else {
    schema["type"] = Json::array({schema["type"], "null"});
  }
  return schema;
}

/// Who vouches for what stands below: in every mapping, of keys and of ids.
Json marks() {
  return {{"source", {{"type", "string"}, {"description", "Source of every plain value below."}}},
          {"assumed", {{"type", "string"}, {"description", "Why every plain value below is assumed."}}}};
}

Json empty_object() { return {{"type", "object"}, {"additionalProperties", false}, {"properties", marks()}}; }

/// The schema visitor that writes JSON Schema.
template <class T>
class SchemaWriter {
 public:
  explicit SchemaWriter(Json& object) : object_(object) {}

  void quantity(std::string_view name, Value T::*, Dimension dimension, Range, std::string_view help) {
    add(name, Need::required, quantity_schema(dimension, help));
  }
  void quantity(std::string_view name, Value T::*, Dimension dimension, Range, Need need, std::string_view help) {
    add(name, need, quantity_schema(dimension, help));
  }
  void quantity(std::string_view name, MaybeValue T::*, Dimension dimension, Range, std::string_view help) {
    add(name, Need::optional, quantity_schema(dimension, help));
  }
  void whole(std::string_view name, int T::*, int least, int most, Need need, std::string_view help) {
    add(name, need,
        {{"type", Json::array({"integer", "string"})},
         {"pattern", kPlaceholder},
         {"minimum", least},
         {"maximum", most},
         {"description", help}});
  }
  void whole(std::string_view name, std::optional<int> T::*, int least, int most, std::string_view help) {
    whole(name, static_cast<int T::*>(nullptr), least, most, Need::optional, help);
  }
  void thousandths(std::string_view name, int T::*, int least, int most, Need need, std::string_view help) {
    add(name, need,
        {{"type", Json::array({"number", "string"})},
         {"pattern", kPlaceholder},
         {"minimum", least / 1e3},
         {"maximum", most / 1e3},
         {"description", help}});
  }
  void text(std::string_view name, std::string T::*, Need need, std::string_view help) {
    add(name, need, {{"type", Json::array({"string", "number"})}, {"description", help}});
  }
  void flag(std::string_view name, std::optional<bool> T::*, std::string_view help) {
    add(name, Need::optional, {{"type", "boolean"}, {"description", help}});
  }
  void flag(std::string_view name, bool T::*, bool otherwise, std::string_view help) {
    add(name, Need::optional, {{"type", "boolean"}, {"default", otherwise}, {"description", help}});
  }
  template <class E, std::size_t N>
  void choice(std::string_view name, E T::*, Need need, const Choice<E> (&choices)[N], std::string_view help) {
    Json words = Json::array();
    for (const Choice<E>& choice : choices) words.push_back(choice.word);
    add(name, need, {{"enum", words}, {"description", help}});
  }
  template <std::size_t N>
  void word(std::string_view name, std::string T::*, const std::string_view (&words)[N], std::string_view help) {
    add(name, Need::required, {{"enum", std::vector<std::string_view>(words, words + N)}, {"description", help}});
  }
  void ref(std::string_view name, Ref T::*, RefTo to, Need need, std::string_view help) {
    add(name, need, id_schema(to, help));
  }
  void refs(std::string_view name, std::vector<Ref> T::*, RefTo to, Need need, std::string_view help) {
    add(name, need, {{"type", "array"}, {"items", id_schema(to, help)}, {"description", help}});
  }
  void pairs(std::string_view name, std::vector<FeedPair> T::*, Need need, std::string_view help) {
    const Json id = id_schema(RefTo::device, help);
    const Json pair = {{"type", "array"}, {"items", id}, {"minItems", 2}, {"maxItems", 2}};
    add(name, need, {{"type", "array"}, {"items", pair}, {"description", help}});
  }
  template <class U>
  void object(std::string_view name, U T::*, Need need, std::string_view help) {
    add(name, need, described(of<U>(), help));
  }
  template <class U>
  void object(std::string_view name, std::optional<U> T::*, Need need, std::string_view help) {
    add(name, need, described(of<U>(), help));
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*, Need need, std::string_view help) {
    Json entries = {{"type", "object"}, {"additionalProperties", false}, {"description", help}};
    entries["properties"] = marks();
    entries["patternProperties"] = {{std::string(kItemPattern), or_nothing(of<U>())}};
    add(name, need, std::move(entries));
  }
  template <class U>
  void list(std::string_view name, std::vector<U> T::*, Need need, std::string_view help) {
    add(name, need, {{"type", "array"}, {"items", of<U>()}, {"description", help}});
  }
  template <class G>
  void group(std::string_view name, Need need, std::string_view help) {
    Json inner = empty_object();
    SchemaWriter<T> writer(inner);
    G::describe(writer);
    add(name, need, described(std::move(inner), help));
  }

 private:
  template <class U>
  static Json of() {
    Json inner = empty_object();
    SchemaWriter<U> writer(inner);
    Schema<U>::describe(writer);
    return inner;
  }
  static Json described(Json schema, std::string_view help) {
    schema["description"] = help;
    return schema;
  }
  static Json id_schema(RefTo to, std::string_view help) {
    const std::string_view pattern = to == RefTo::rule ? kRulePattern : kIdPattern;
    return {{"type", "string"}, {"pattern", pattern}, {"description", fmt::format("{} ({})", help, describe(to))}};
  }
  void add(std::string_view name, Need need, Json schema) {
    object_["properties"][std::string(name)] = or_nothing(std::move(schema));
    if (need == Need::required) object_["required"].push_back(name);
  }

  Json& object_;
};

/// The keys that every file has besides those of the table.
Json file_schema(std::string_view title) {
  Json root = {{"$schema", kDraft}, {"title", title}};
  root.update(empty_object());
  root["properties"]["schema"] = {{"const", 1}, {"description", "Version of the file format."}};
  root["properties"]["extends"] = {{"type", "string"},
                                   {"description", "Relative path of a file that this one is laid over."}};
  root["required"].push_back("schema");
  return root;
}

template <class B>
void add_body(Json& root) {
  Json product = empty_object();
  SchemaWriter<Product<B>> writer(product);
  Schema<Product<B>>::describe(writer);
  root["properties"].update(product["properties"]);
}

/// A file that extends another holds only what differs: nothing but the version is required of it.
Json or_extension(Json root) {
  const Json required = root["required"];
  root.erase("required");
  root["anyOf"] = Json::array({{{"required", required}}, {{"required", Json::array({"schema", "extends"})}}});
  return root;
}

}  // namespace

std::string site_json_schema() {
  Json root = file_schema("hallplan site");
  SchemaWriter<Site> writer(root);
  Schema<Site>::describe(writer);
  return or_extension(std::move(root)).dump(1) + "\n";
}

std::string product_json_schema() {
  Json root = file_schema("hallplan catalogue file");
  add_body<RackType>(root);
  add_body<CduType>(root);
  add_body<AirUnitType>(root);
  add_body<RearDoorType>(root);
  add_body<BuswayType>(root);
  add_body<UpsType>(root);
  add_body<TransformerType>(root);
  add_body<GeneratorType>(root);
  add_body<TapOffType>(root);
  add_body<RejectionType>(root);
  add_body<CoolantType>(root);
  add_body<CableType>(root);
  add_body<ServerType>(root);
  root["required"] = Json::array({"schema", "name", "maker"});
  return or_extension(std::move(root)).dump(1) + "\n";
}

}  // namespace hallplan
