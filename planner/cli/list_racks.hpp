/// `hallplan racks list`: the products of a catalogue that pass filters, a table for each kind with its key numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/cli/cli.hpp"
#include "planner/cli/options.hpp"
#include "planner/site/product.hpp"

namespace hallplan::cli {

/// A number that tells products of a kind apart: "TDP", "kW"; nothing where no source gives it.
struct Figure {
  std::string name;  ///< in tables: "TDP"
  std::string key;   ///< in JSON, with its unit: "tdp_kw"
  std::string unit;
  std::optional<double> value;
};

/// A word that tells products of a kind apart: "chiller"; empty where its file does not say.
struct Trait {
  std::string name;  ///< in tables: "rated by"
  std::string key;   ///< in JSON: "rated_by"
  std::string path;  ///< in the product's file: "rejection.rated_by"
  std::string word;
};

/// One product of the list.
struct ListedProduct {
  std::string kind;  ///< "rack", "CDU", "air unit"
  std::string id, name, maker, note;
  std::string role;               ///< of a rack
  std::optional<double> power_w;  ///< a rack's TDP, what a unit of plant carries
  std::vector<Figure> figures;    ///< the same ones for all products of a kind
  std::vector<Trait> traits;      ///< likewise
};

/// The kinds in the order in which they are listed: "rack", "CDU", "air unit".
[[nodiscard]] const std::vector<std::string>& product_kinds();

/// All products, by kind.
[[nodiscard]] std::vector<ListedProduct> listed_products(const Catalogue& catalogue);

/// `, "rated_by": "dry_bulb"`: a product's traits as members of a JSON object that has others before them.
[[nodiscard]] std::string traits_json(const ListedProduct& product);

/// The words that `--kind` takes: "rack", "cdu", "air-unit".
[[nodiscard]] std::vector<std::string> kind_words();

/// Prints those that pass all filters. When none does: says on `err` which filter removed the last.
[[nodiscard]] Exit list_racks(const std::vector<ListedProduct>& products, const Options& options, Streams streams);

}  // namespace hallplan::cli
