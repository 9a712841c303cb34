#include "planner/hydraulics/effectiveness.hpp"

#include <algorithm>
#include <cmath>

namespace hallplan::hydraulics {
namespace {

/// Below it (1 - exp(-x)) / x and the like are taken at their limit.
constexpr double kSame = 1e-9;

}  // namespace

double effectiveness(Arrangement arrangement, double ntu, double ratio) {
  switch (arrangement) {
    case Arrangement::counterflow: {
      const double unlike = 1 - ratio;
      if (unlike < kSame) return ntu / (1 + ntu);
      return -std::expm1(-ntu * unlike) / (1 - ratio * std::exp(-ntu * unlike));
    }
    case Arrangement::parallel:
      return -std::expm1(-ntu * (1 + ratio)) / (1 + ratio);
    case Arrangement::crossflow_greater_mixed:
      if (ratio < kSame) return -std::expm1(-ntu);
      return -std::expm1(ratio * std::expm1(-ntu)) / ratio;
    case Arrangement::crossflow_lesser_mixed:
      if (ratio < kSame) return -std::expm1(-ntu);
      return -std::expm1(std::expm1(-ntu * ratio) / ratio);
  }
  return 0;
}

std::optional<double> transfer_units(Arrangement arrangement, double wanted, double ratio) {
  if (!(wanted >= 0) || wanted >= 1) return {};
  double ntu = 0;
  switch (arrangement) {
    case Arrangement::counterflow: {
      const double unlike = 1 - ratio;
      ntu = unlike < kSame ? wanted / (1 - wanted) : std::log((1 - wanted * ratio) / (1 - wanted)) / unlike;
      break;
    }
    case Arrangement::parallel:
      ntu = -std::log1p(-wanted * (1 + ratio)) / (1 + ratio);
      break;
    case Arrangement::crossflow_greater_mixed:
      ntu = ratio < kSame ? -std::log1p(-wanted) : -std::log1p(std::log1p(-wanted * ratio) / ratio);
      break;
    case Arrangement::crossflow_lesser_mixed:
      ntu = ratio < kSame ? -std::log1p(-wanted) : -std::log1p(ratio * std::log1p(-wanted)) / ratio;
      break;
  }
  return std::isfinite(ntu) ? std::optional<double>(ntu) : std::nullopt;
}

std::optional<double> rated_ua_w_per_k(const ExchangerRating& rating) {
  const double least = std::min(rating.cooled_w_per_k, rating.cooling_w_per_k);
  const double most = std::max(rating.cooled_w_per_k, rating.cooling_w_per_k);
  if (!(least > 0) || !(rating.heat_w > 0) || !(rating.approach_k > 0)) return {};
  const double between_inlets_k = rating.approach_k + rating.heat_w / rating.cooled_w_per_k;
  const std::optional<double> ntu =
      transfer_units(Arrangement::counterflow, rating.heat_w / (least * between_inlets_k), least / most);
  if (!ntu) return {};
  return *ntu * least;
}

double taken_w_per_k(const ExchangerRating& rating, double rated_ua_w_per_k, double cooled_w_per_k,
                     double cooling_w_per_k, const FilmLaw& films) {
  const auto resistance = [&](double now, double rated) {
    const double share = now / rated;
    return 0.5 * std::pow(share, -(share < 1 ? films.below : films.above));
  };
  const double least = std::min(cooled_w_per_k, cooling_w_per_k), most = std::max(cooled_w_per_k, cooling_w_per_k);
  if (!(least > 0)) return 0;
  const double ua_w_per_k = rated_ua_w_per_k / (resistance(cooled_w_per_k, rating.cooled_w_per_k) +
                                                resistance(cooling_w_per_k, rating.cooling_w_per_k) / films.cooling);
  return least * effectiveness(Arrangement::counterflow, ua_w_per_k / least, least / most);
}

}  // namespace hallplan::hydraulics
