// Whether a scene is its own mirror image, and which rack stands opposite which.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "planner/thermal/geometry.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kSame_m = 1e-3;
constexpr double kSameShare = 1e-9;

bool same(double a, double b) { return std::abs(a - b) <= kSameShare * std::max(std::abs(a), std::abs(b)); }

bool same(const Box3& a, const Box3& b) {
  for (std::size_t d = 0; d < 3; ++d) {
    if (std::abs(a.lo[d] - b.lo[d]) > kSame_m || std::abs(a.hi[d] - b.hi[d]) > kSame_m) return false;
  }
  return true;
}

class Mirroring {
 public:
  Mirroring(const Scene& scene, int axis) : scene_(scene), axis_(static_cast<std::size_t>(axis)) {}

  /// Of each of the first `racks` ducts the one opposite; nothing when the scene is no image of itself.
  [[nodiscard]] std::optional<std::vector<int>> opposite(std::size_t racks) const {
    const auto solid = [this](const Solid& a, const Solid& b) {
      return a.has_faces == b.has_faces && same(mirrored(a.box), b.box);
    };
    const auto sheet = [this](const Sheet& a, const Sheet& b) {
      return a.normal == b.normal && same(a.loss, b.loss) && same(mirrored(box_of(a)), box_of(b));
    };
    const auto supply = [this](const SceneSupply& a, const SceneSupply& b) {
      return same_patch(a.patch, b.patch) && same(a.flow_m3_per_s, b.flow_m3_per_s) &&
             same(a.temperature_degc, b.temperature_degc) && same(a.intensity, b.intensity);
    };
    const auto opening = [this](const SceneReturn& a, const SceneReturn& b) {
      return same_patch(a.patch, b.patch) && same(a.temperature_degc, b.temperature_degc);
    };
    const auto source = [this](const SceneSource& a, const SceneSource& b) {
      return same(a.heat_k_m3_per_s, b.heat_k_m3_per_s) && same(mirrored(a.box), b.box);
    };
    if (!all(scene_.solids, solid) || !all(scene_.sheets, sheet) || !all(scene_.supplies, supply) ||
        !all(scene_.returns, opening) || !all(scene_.sources, source)) {
      return std::nullopt;
    }
    std::vector<int> out;
    for (std::size_t i = 0; i < scene_.ducts.size(); ++i) {
      const int other = image_of(scene_.ducts[i]);
      if (other < 0 || (i < racks) != (static_cast<std::size_t>(other) < racks)) return std::nullopt;
      if (i < racks) out.push_back(other);
    }
    return out;
  }

 private:
  [[nodiscard]] Box3 mirrored(Box3 box) const {
    const double side = scene_.size_m[axis_];
    const double lo = side - box.hi[axis_];
    box.hi[axis_] = side - box.lo[axis_];
    box.lo[axis_] = lo;
    return box;
  }

  static Box3 box_of(int normal, double at_m, Span a, Span b) {
    Box3 box;
    const auto n = static_cast<std::size_t>(normal);
    const std::size_t first = normal == 0 ? 1 : 0;
    const std::size_t second = normal == 2 ? 1 : 2;
    box.lo[n] = box.hi[n] = at_m;
    box.lo[first] = a.lo;
    box.hi[first] = a.hi;
    box.lo[second] = b.lo;
    box.hi[second] = b.hi;
    return box;
  }
  static Box3 box_of(const Sheet& sheet) { return box_of(sheet.normal, sheet.at_m, sheet.a, sheet.b); }
  [[nodiscard]] Box3 box_of(const Patch& patch) const {
    const auto n = static_cast<std::size_t>(patch.normal);
    double at_m = patch.high ? scene_.size_m[n] : 0;
    if (patch.solid >= 0) {
      const Box3& body = scene_.solids[static_cast<std::size_t>(patch.solid)].box;
      at_m = patch.high ? body.hi[n] : body.lo[n];
    }
    return box_of(patch.normal, at_m, patch.a, patch.b);
  }

  [[nodiscard]] bool same_patch(const Patch& a, const Patch& b) const {
    const bool turned = a.normal == static_cast<int>(axis_);
    return a.normal == b.normal && (a.solid < 0) == (b.solid < 0) && a.high == (turned != b.high) &&
           same(mirrored(box_of(a)), box_of(b));
  }
  [[nodiscard]] bool same_patches(const std::vector<Patch>& a, const std::vector<Patch>& b) const {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Patch& one) {
             return std::any_of(b.begin(), b.end(), [&](const Patch& other) { return same_patch(one, other); });
           });
  }
  static bool same_law(const kernels::flow::Duct& a, const kernels::flow::Duct& b) {
    return a.cools == b.cools && a.cools_last == b.cools_last && same(a.heat_k_m3_per_s, b.heat_k_m3_per_s) &&
           same(a.setpoint_degc, b.setpoint_degc) && same(a.capacity_k_m3_per_s, b.capacity_k_m3_per_s) &&
           std::equal(a.flow.begin(), a.flow.end(), b.flow.begin(), b.flow.end(),
                      [](const kernels::flow::FlowPoint& p, const kernels::flow::FlowPoint& q) {
                        return same(p.intake_degc, q.intake_degc) && same(p.flow_m3_per_s, q.flow_m3_per_s);
                      });
  }
  [[nodiscard]] int image_of(const SceneDuct& duct) const {
    for (std::size_t i = 0; i < scene_.ducts.size(); ++i) {
      const SceneDuct& other = scene_.ducts[i];
      if (same_law(duct.law, other.law) && same_patches(duct.intake, other.intake) &&
          same_patches(duct.discharge, other.discharge)) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  template <class T, class Same>
  static bool all(const std::vector<T>& items, const Same& is_image) {
    return std::all_of(items.begin(), items.end(), [&](const T& one) {
      return std::any_of(items.begin(), items.end(), [&](const T& other) { return is_image(one, other); });
    });
  }

  const Scene& scene_;
  std::size_t axis_;
};

}  // namespace

std::vector<Mirror> mirrors_of(const Scene& scene, std::size_t racks) {
  std::vector<Mirror> mirrors;
  for (const int axis : {0, 1}) {
    if (auto opposite = Mirroring(scene, axis).opposite(racks)) {
      mirrors.push_back({static_cast<kernels::flow::Axis>(axis), std::move(*opposite)});
    }
  }
  return mirrors;
}

}  // namespace hallplan::thermal
