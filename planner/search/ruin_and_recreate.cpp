#include "planner/search/ruin_and_recreate.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/search/greedy.hpp"
#include "planner/search/random.hpp"

namespace hallplan::search {
namespace {

/// Moves spent on cables and balance once no placement can hold more racks.
constexpr std::int64_t kPolishMoves = 150;
/// Moves after which the walk goes back to the best placement when it found no better one.
constexpr std::int64_t kPatience = 250;
/// So many tried blocks are the work of one move, and so many more count as another: a hall in which hardly anything fits costs no
/// more time than any other.
constexpr std::int64_t kBlocksAMove = 150;
/// A plan of as many racks is walked on from when its cables are at most this share longer than the best one's.
constexpr double kLongerCable = 0.05;
constexpr std::int64_t kProgressEvery = 100;

class Walk {
 public:
  Walk(const Model& model, const Bound& bound, const Options& options, const Bound* of_due)
      : model_(model),
        bound_(bound),
        of_due_(of_due),
        options_(options),
        random_(options.seed),
        start_(std::chrono::steady_clock::now()),
        now_(model),
        outcome_{State(model)} {
    stop_ = [this] { return stopped(); };
  }

  Outcome run(const State* from) {
    if (from != nullptr) {
      start_from(*from);
    } else {
      start_greedy();
    }
    while (outcome_.moves < options_.moves && polish_ < kPolishMoves && !stopped()) {
      if (proven() && outcome_.best.units().empty()) break;
      if (proven()) ++polish_;
      const std::int64_t before = outcome_.moves / kProgressEvery;
      outcome_.moves += 1 + move() / kBlocksAMove;
      if (outcome_.moves / kProgressEvery > before) tell();
    }
    tell();
    return std::move(outcome_);
  }

 private:
  /// The bound of what is no worse than the best.
  [[nodiscard]] const Bound& bound() const {
    return of_due_ != nullptr && best_score_.missing == 0 ? *of_due_ : bound_;
  }

  /// Where something due may be missing without need, as many racks as can be are not the best yet.
  [[nodiscard]] bool proven() const {
    if (of_due_ != nullptr && best_score_.missing > 0) return false;
    if (model_.valued) return model_.pinned_value + best_score_.value >= bound().value;
    return model_.pinned_compute + best_score_.compute >= bound().racks;
  }

  bool stopped() {
    if (options_.cancelled && options_.cancelled()) outcome_.interrupted = true;
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    if (passed.count() > options_.seconds_guard) outcome_.out_of_time = true;
    return outcome_.interrupted || outcome_.out_of_time;
  }

  void tell() const {
    if (options_.progress) {
      options_.progress({outcome_.moves, model_.pinned_compute + best_score_.compute, bound().racks});
    }
  }

  void start_greedy() {
    constexpr Policy kPolicies[] = {{Order::straight, false, Wiring::balance},
                                    {Order::thrifty, false, Wiring::balance},
                                    {Order::straight, false, Wiring::tight},
                                    {Order::thrifty, false, Wiring::tight}};
    best_score_ = score_of(now_);
    for (const Policy& policy : kPolicies) {
      State state(model_);
      fill(state, policy, random_, stop_);
      const Score score = score_against(state, best_score_);
      if (score.better_than(best_score_)) take_best(state, score);
      if (proven() || stopped()) break;
    }
    // A unit of many racks finds no room any more once small ones stand, and no few of them taken out make it; large racks that stand first
    // take the room of several small ones.
    const int kinds = static_cast<int>(model_.kinds.size());
    for (int kind = 0; kinds > 1 && kind < kinds && !proven() && !stopped(); ++kind) {
      State state(model_);
      fill(state, {Order::straight, false, Wiring::balance, kind}, random_, stop_);
      const Score score = score_against(state, best_score_);
      if (score.better_than(best_score_)) take_best(state, score);
    }
    now_ = outcome_.best;
    now_score_ = best_score_;
  }

  void start_from(const State& from) {
    now_ = from;
    fill(now_, {Order::straight, false, Wiring::balance}, random_, stop_);
    now_score_ = score_of(now_);
    best_score_ = now_score_;
    outcome_.best = now_;
  }

  /// The levels that count racks, the more the better.
  [[nodiscard]] static std::tuple<std::int64_t, std::int64_t, int> racks_of(const Score& score) {
    return {-score.missing, score.value, score.compute};
  }

  void take_best(const State& state, const Score& score) {
    const bool more = racks_of(score) > racks_of(best_score_);
    outcome_.best = state;
    best_score_ = score;
    found_at_ = outcome_.moves;
    if (more) tell();
  }

  /// Returns the work it was, in tried blocks.
  std::int64_t move() {
    const State before = now_;
    ruin();
    const Policy policy = any_policy();
    const std::int64_t work = fill(now_, policy, random_, stop_);
    const Score score = score_against(now_, best_score_);
    if (!managed() || !worth_keeping(score)) {
      now_ = before;
    } else {
      now_score_ = score;
      if (score.better_than(best_score_)) take_best(now_, score);
    }
    if (outcome_.moves - found_at_ > kPatience) {
      now_ = outcome_.best;
      now_score_ = best_score_;
      found_at_ = outcome_.moves;
    }
    return work;
  }

  Policy any_policy() {
    Policy policy;
    policy.shuffled = true;
    policy.order = random_.once_in(5) ? Order::mixed : random_.once_in(3) ? Order::thrifty : Order::straight;
    policy.wiring = random_.once_in(3) ? Wiring::any : random_.once_in(3) ? Wiring::tight : Wiring::balance;
    return policy;
  }

  /// A little worse than the best is walked on from; fewer racks than now only now and then, one unit at most.
  bool worth_keeping(const Score& score) {
    if (score.better_than(now_score_)) return true;
    if (racks_of(score) < racks_of(now_score_)) {
      return !proven() && racks_of(now_score_) == racks_of(best_score_) && random_.once_in(40);
    }
    return static_cast<double>(score.cable) <= static_cast<double>(best_score_.cable) * (1 + kLongerCable);
  }

  [[nodiscard]] bool managed() const {
    for (int kind = 0; kind < now_.management_kinds(); ++kind) {
      const Kind& wanted = model_.kinds[static_cast<std::size_t>(kind)];
      if (static_cast<int>(now_.management(kind).size()) < wanted.management_for(now_.units_of(kind))) return false;
    }
    return true;
  }

  [[nodiscard]] long long distance(const Unit& a, const Unit& b) const {
    if (a.members.empty() || b.members.empty()) return 0;
    const auto centre = [&](const Unit& unit) {
      return model_.slots[static_cast<std::size_t>(unit.members[unit.members.size() / 2].slot)].centre;
    };
    return manhattan(centre(a), centre(b));
  }

  /// Takes out one unit and the nearest others, or any others, and now and then management racks.
  void ruin() {
    const int count = static_cast<int>(now_.units().size());
    if (count == 0) return;
    const int most = random_.once_in(8) ? std::min(count, 8) : std::min(count, 3);
    const int remove = 1 + random_.below(most);
    const int seed = random_.below(count);
    const bool nearest = !random_.once_in(3);
    std::vector<std::pair<long long, int>> order;
    for (int i = 0; i < count; ++i) {
      const Unit& unit = now_.units()[static_cast<std::size_t>(i)];
      const long long rank = nearest ? distance(unit, now_.units()[static_cast<std::size_t>(seed)])
                                     : static_cast<long long>(random_.below(1 << 20));
      order.push_back({i == seed ? -1 : rank, i});
    }
    std::sort(order.begin(), order.end());
    std::vector<int> out;
    out.reserve(static_cast<std::size_t>(remove));
    for (int i = 0; i < remove; ++i) out.push_back(order[static_cast<std::size_t>(i)].second);
    std::sort(out.rbegin(), out.rend());
    for (const int index : out) now_.drop_unit(index);
    ruin_management();
  }

  void ruin_management() {
    for (int kind = 0; kind < now_.management_kinds(); ++kind) {
      const int count = static_cast<int>(now_.management(kind).size());
      if (count == 0 || !random_.once_in(2)) continue;
      const int remove = random_.once_in(4) ? count : 1;
      for (int i = 0; i < remove; ++i) {
        now_.drop_management(kind, random_.below(static_cast<int>(now_.management(kind).size())));
      }
    }
  }

  const Model& model_;
  const Bound& bound_;
  const Bound* of_due_;
  const Options& options_;
  Random random_;
  std::chrono::steady_clock::time_point start_;
  Stop stop_;
  State now_;
  Score now_score_;
  Score best_score_;
  Outcome outcome_;
  std::int64_t found_at_ = 0;
  std::int64_t polish_ = 0;
};

}  // namespace

Outcome improve(const Model& model, const Bound& bound, const Options& options, const State* from,
                const Bound* of_due) {
  return Walk(model, bound, options, of_due).run(from);
}

}  // namespace hallplan::search
