#include "planner/site/walk.hpp"

#include <optional>
#include <vector>

#include "planner/site/schema_product.hpp"
#include "planner/site/schema_site.hpp"

namespace hallplan {
namespace {

struct Callbacks {
  const ValueVisitor* value = nullptr;
  const CountVisitor* count = nullptr;
  const RefVisitor* ref = nullptr;
};

/// The schema visitor that descends a bound object.
template <class T>
class Walker {
 public:
  Walker(const Callbacks& callbacks, std::string path, T& object)
      : callbacks_(callbacks), path_(std::move(path)), object_(object) {}

  void quantity(std::string_view name, Value T::*member, Dimension dimension, Range, std::string_view) {
    if (callbacks_.value != nullptr) (*callbacks_.value)(path(name), object_.*member, dimension);
  }
  /// One that the file left out has no place and is not visited.
  void quantity(std::string_view name, Value T::*member, Dimension dimension, Range, Need, std::string_view) {
    if (callbacks_.value == nullptr || !(object_.*member).at.known()) return;
    (*callbacks_.value)(path(name), object_.*member, dimension);
  }
  void quantity(std::string_view name, MaybeValue T::*member, Dimension dimension, Range, std::string_view) {
    if (callbacks_.value != nullptr && (object_.*member).has_value()) {
      (*callbacks_.value)(path(name), *(object_.*member), dimension);
    }
  }
  void whole(std::string_view name, int T::*member, int, int, Need, std::string_view) {
    if (callbacks_.count != nullptr && object_.*member != 0) (*callbacks_.count)(path(name), object_.*member);
  }
  void whole(std::string_view name, std::optional<int> T::*member, int, int, std::string_view) {
    if (callbacks_.count != nullptr && object_.*member) (*callbacks_.count)(path(name), *(object_.*member));
  }
  void thousandths(std::string_view, int T::*, int, int, Need, std::string_view) {}
  void text(std::string_view, std::string T::*, Need, std::string_view) {}
  void flag(std::string_view, std::optional<bool> T::*, std::string_view) {}
  void flag(std::string_view, bool T::*, bool, std::string_view) {}
  template <class E, std::size_t N>
  void choice(std::string_view, E T::*, Need, const Choice<E> (&)[N], std::string_view) {}
  template <std::size_t N>
  void word(std::string_view, std::string T::*, const std::string_view (&)[N], std::string_view) {}

  void ref(std::string_view name, Ref T::*member, RefTo to, Need, std::string_view) {
    visit(path(name), object_.*member, to);
  }
  void refs(std::string_view name, std::vector<Ref> T::*member, RefTo to, Need, std::string_view) {
    for (Ref& each : object_.*member) visit(path(name), each, to);
  }
  void pairs(std::string_view name, std::vector<FeedPair> T::*member, Need, std::string_view) {
    for (FeedPair& pair : object_.*member) {
      visit(path(name), pair.a, RefTo::device);
      visit(path(name), pair.b, RefTo::device);
    }
  }
  template <class U>
  void object(std::string_view name, U T::*member, Need, std::string_view) {
    descend(path(name), object_.*member);
  }
  template <class U>
  void object(std::string_view name, std::optional<U> T::*member, Need, std::string_view) {
    if ((object_.*member).has_value()) descend(path(name), *(object_.*member));
  }
  template <class U>
  void table(std::string_view name, std::vector<U> T::*member, Need, std::string_view) {
    for (U& item : object_.*member) descend(path(name) + "." + item.id, item);
  }
  template <class U>
  void list(std::string_view name, std::vector<U> T::*member, Need, std::string_view) {
    std::size_t at = 0;
    for (U& item : object_.*member) descend(path(name) + "[" + std::to_string(at++) + "]", item);
  }
  template <class G>
  void group(std::string_view name, Need, std::string_view) {
    Walker<T> inner(callbacks_, path(name), object_);
    G::describe(inner);
  }

 private:
  [[nodiscard]] std::string path(std::string_view name) const {
    return path_.empty() || path_.back() == ' ' ? path_ + std::string(name) : path_ + "." + std::string(name);
  }
  void visit(const std::string& path, Ref& ref, RefTo to) {
    if (callbacks_.ref != nullptr && ref.given()) (*callbacks_.ref)(path, ref, to);
  }
  template <class U>
  void descend(const std::string& path, U& item) {
    Walker<U> inner(callbacks_, path, item);
    Schema<U>::describe(inner);
  }

  const Callbacks& callbacks_;
  std::string path_;
  T& object_;
};

template <class T>
void walk(const Callbacks& callbacks, const std::string& path, T& object) {
  Walker<T> walker(callbacks, path, object);
  Schema<T>::describe(walker);
}

template <class B>
void walk_products(const Callbacks& callbacks, std::vector<Product<B>>& products) {
  for (Product<B>& product : products) {
    walk(callbacks, product.in_site ? "rack_types." + product.id : "racks/" + product.id + ": ", product);
  }
}

void walk_all(const Callbacks& callbacks, Site& site) {
  walk(callbacks, "", site);
  Catalogue& all = site.catalogue;
  walk_products(callbacks, all.racks);
  walk_products(callbacks, all.cdus);
  walk_products(callbacks, all.air_units);
  walk_products(callbacks, all.rear_doors);
  walk_products(callbacks, all.busways);
  walk_products(callbacks, all.ups);
  walk_products(callbacks, all.transformers);
  walk_products(callbacks, all.generators);
  walk_products(callbacks, all.tap_offs);
  walk_products(callbacks, all.rejections);
  walk_products(callbacks, all.coolants);
  walk_products(callbacks, all.cables);
  walk_products(callbacks, all.servers);
}

template <class B>
const Source* find_in(const std::vector<Product<B>>& products, std::string_view product, std::string_view key) {
  for (const Product<B>& candidate : products) {
    if (candidate.id != product) continue;
    for (const Source& source : candidate.sources) {
      if (source.id == key) return &source;
    }
  }
  return nullptr;
}

}  // namespace

void for_each_value(Site& site, const ValueVisitor& visit) { walk_all({&visit, nullptr, nullptr}, site); }

void for_each_count(Site& site, const CountVisitor& visit) { walk_all({nullptr, &visit, nullptr}, site); }

void for_each_ref(Site& site, const RefVisitor& visit) { walk(Callbacks{nullptr, nullptr, &visit}, "", site); }

const Source* find_source(const Site& site, std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) {
    for (const Source& source : site.sources) {
      if (source.id == key) return &source;
    }
    return nullptr;
  }
  const std::string_view product = key.substr(0, colon);
  const std::string_view id = key.substr(colon + 1);
  const Catalogue& all = site.catalogue;
  for (const Source* found :
       {find_in(all.racks, product, id), find_in(all.cdus, product, id), find_in(all.air_units, product, id),
        find_in(all.rear_doors, product, id), find_in(all.busways, product, id), find_in(all.ups, product, id),
        find_in(all.transformers, product, id), find_in(all.generators, product, id),
        find_in(all.tap_offs, product, id), find_in(all.rejections, product, id), find_in(all.coolants, product, id),
        find_in(all.cables, product, id), find_in(all.servers, product, id)}) {
    if (found != nullptr) return found;
  }
  return nullptr;
}

}  // namespace hallplan
