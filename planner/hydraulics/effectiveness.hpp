/// Effectiveness of heat exchangers, and what a rated point says of one at other flows.
///
/// e = Q / (Cmin (T_hot,in - T_cold,in)), NTU = U A / Cmin, Cr = Cmin / Cmax (Kays and London, Compact Heat Exchangers, 1984).
#pragma once

#include <optional>

namespace hallplan::hydraulics {

/// How the two streams pass each other. In crossflow one of them is mixed across its path and the other is not.
enum class Arrangement { counterflow, parallel, crossflow_greater_mixed, crossflow_lesser_mixed };

/// e(NTU, Cr); NTU from 0, Cr from 0 to 1.
[[nodiscard]] double effectiveness(Arrangement arrangement, double ntu, double capacity_ratio);

/// The NTU that makes an effectiveness; nothing where no size of exchanger does.
[[nodiscard]] std::optional<double> transfer_units(Arrangement arrangement, double effectiveness,
                                                   double capacity_ratio);

/// How film coefficients go with flow, h ~ flow^exponent: 0.8 in turbulent tubes (Dittus and Boelter 1930), 0.74 to 0.84 between plates
/// with chevrons of 30 to 60 degrees (Khan and others 2010), from 0.67 in others' fits. Below the rated flow the high exponent counts and above it the low one, so that U A is not taken for more
/// than it is. Both 0: U A stays as rated.
struct FilmLaw {
  double above = 0.7, below = 0.8;
  double cooling = 1;  ///< the cooling stream's film over that of the fluid it is rated with, at a like capacity flow
};

/// A point a counterflow exchanger is rated at: heat, the least temperature difference at the cooled stream's outlet (its
/// approach), and both capacity flows.
struct ExchangerRating {
  double heat_w = 0;
  double approach_k = 0;
  double cooled_w_per_k = 0;
  double cooling_w_per_k = 0;
};

/// Its U A at those flows; nothing where no counterflow exchanger does that. The wall's own resistance is left out.
[[nodiscard]] std::optional<double> rated_ua_w_per_k(const ExchangerRating& rating);

/// What the exchanger takes a kelvin between both inlets, e Cmin, at other capacity flows. Of the rated resistance half is each
/// stream's film, as between like plates with like flows on both sides.
[[nodiscard]] double taken_w_per_k(const ExchangerRating& rating, double rated_ua_w_per_k, double cooled_w_per_k,
                                   double cooling_w_per_k, const FilmLaw& films = {});

}  // namespace hallplan::hydraulics
