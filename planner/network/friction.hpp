/// Head loss along a straight round pipe.
#pragma once

namespace hallplan::network {

/// The Darcy friction factor, and how it changes with the Reynolds number.
struct FrictionFactor {
  double factor = 0;
  double per_reynolds = 0;  ///< d factor / d Re
};

/// Laminar: 64 / Re (Hagen and Poiseuille).
[[nodiscard]] FrictionFactor laminar_factor(double reynolds);

/// Colebrook and White (1939), solved to the last digit: 1/sqrt(f) = -2 log10(e/3.7 + 2.51/(Re sqrt f)). `relative_roughness`: e,
/// roughness over diameter, 0 to 0.05; Re from 4,000 to 1e8.
[[nodiscard]] FrictionFactor colebrook_factor(double reynolds, double relative_roughness);

/// Swamee and Jain (1976), explicit, within 3 % of Colebrook and White for e from 1e-6 to 0.01 and Re from 5,000 to 1e8.
[[nodiscard]] FrictionFactor swamee_jain_factor(double reynolds, double relative_roughness);

enum class FrictionLaw { colebrook, swamee_jain, hazen_williams };

/// Of any flow: laminar below a Reynolds number of 2,000, turbulent above 4,000, and between them a cubic that joins both with
/// their slopes (Dunlop 1991), since what a pipe does there is not settled. Not for hazen_williams.
[[nodiscard]] FrictionFactor friction_factor(double reynolds, double relative_roughness, FrictionLaw law);

}  // namespace hallplan::network
