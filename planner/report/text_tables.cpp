// Tables of the text report: phases, domains, resources, losses, ride-through.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kFailuresShown = 8;

using Rows = std::vector<std::vector<std::string>>;

/// Why phases before the last hold no more.
std::string most_in_phases(const Json& phases, const TextOptions& options) {
  std::string out;
  for (const Json& one : phases) {
    const std::string most = most_in_phase(one);
    if (!most.empty()) out += paragraph(fmt::format("  {}: ", text_of(one, "id")), most, options.width);
  }
  return out;
}

std::string phasing(const Json& document, const TextOptions& options) {
  const Json& summary = member_of(document, "summary");
  const std::string price = price_of_phasing(summary), early = earliness(summary);
  return (price.empty() ? "" : paragraph("  price of phasing: ", price, options.width)) +
         (early.empty() ? "" : paragraph("  earliness: ", early, options.width));
}

/// Losses that are undecided for one reason read as one row.
std::vector<std::pair<const Json*, std::size_t>> grouped(const Json& failures) {
  std::vector<std::pair<const Json*, std::size_t>> out;
  for (const Json& one : failures) {
    const auto same = [&](const auto& group) {
      const Json& other = *group.first;
      return text_of(one, "status") == "undecided" && text_of(other, "status") == "undecided" &&
             text_of(one, "rule") == text_of(other, "rule") &&
             number_of(one, "dark_racks") == number_of(other, "dark_racks");
    };
    const auto found = std::find_if(out.begin(), out.end(), same);
    if (found == out.end()) {
      out.emplace_back(&one, 1);
    } else {
      ++found->second;
    }
  }
  return out;
}

std::string status_word(const Json& ride) {
  if (member_of(ride, "runs_on").is_string()) return "runs on";
  return member_of(ride, "status").is_string() ? text_of(ride, "status") : "shown";
}

}  // namespace

std::string text_domains(const Json& document, const TextOptions& options) {
  const Json& summary = member_of(document, "summary");
  const Json& statuses = member_of(summary, "domains");
  Rows rows;
  for (auto domain = statuses.begin(); domain != statuses.end(); ++domain) {
    const Json& counts = member_of(member_of(summary, "counts"), domain.key());
    rows.push_back({domain.key(), text_of(statuses, domain.key()), text_of(counts, "passed"), text_of(counts, "failed"),
                    text_of(counts, "undecided")});
  }
  return "\nDomains\n" + table({{"domain"}, {"status"}, {"passed", true}, {"failed", true}, {"undecided", true}}, rows,
                               table_width(options));
}

std::string text_phases(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "phases");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& one : all) {
    rows.push_back({text_of(one, "id"), text_of(one, "date"), text_of(one, "status"), text_of(one, "racks"),
                    text_of(one, "scalable_units"), power(number_of(one, "it_kw")),
                    power(number_of(one, "facility_kw")), text_of(one, "limited_by")});
  }
  return "\nPhases\n" +
         table({{"phase", false, 16},
                {"from"},
                {"status"},
                {"racks", true},
                {"SU", true},
                {"IT", true},
                {"utility", true},
                {"tightest", false, 40}},
               rows, table_width(options)) +
         most_in_phases(all, options) + phasing(document, options);
}

std::string text_resources(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "resources");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& one : all) {
    const std::string scenario = text_of(one, "worst_scenario");
    const bool normal = scenario.empty() || scenario == "normal";
    const std::string share = member_of(one, "at_least") == true ? "" : percent(number_of(one, "utilisation"));
    const bool same = normal && number_of(one, "elements") == 1 && member_of(one, "capacity").is_number();
    rows.push_back({fmt::format("{} x {}", text_of(one, "elements"), text_of(one, "name")),
                    amount_of_resource(one, "used"), amount_of_resource(one, "capacity"),
                    amount_of_resource(one, "stranded"), same ? share : ""});
    if (same) continue;
    rows.push_back({fmt::format("- {}{}", text_of(one, "tightest"), normal ? "" : ", " + scenario),
                    amount_of_resource(one, "tightest_used"), amount_of_resource(one, "tightest_limit"),
                    amount_of_resource(one, "left"), share});
  }
  return "\nResources\n" + paragraph("  ", kResourcesNote, options.width) +
         table({{"resource, and its tightest", false, 44}, {"used", true}, {"limit", true}, {"left", true}, {"", true}},
               rows, table_width(options));
}

std::string text_failures(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "failures");
  if (all.empty()) return {};
  Rows rows;
  std::size_t broken = 0;
  for (const auto& [first, count] : grouped(all)) {
    const Json& one = *first;
    const bool passes = text_of(one, "status") == "pass";  // what is not asked stops something: that is said
    broken += passes ? 0 : count;
    if (passes && rows.size() >= kFailuresShown) continue;
    const Json& share = member_of(one, "utilisation");
    const std::string more = count > 1 ? fmt::format(" and {} more", count - 1) : "";
    rows.push_back({loss_and_phase(one) + more, text_of(one, "status"), text_of(one, "rule"), text_of(one, "where"),
                    share.is_number() && text_of(one, "status") != "undecided" ? percent(share.get<double>()) : "-",
                    text_of(one, "dark_racks")});
  }
  return fmt::format("\nLosses: {} looked at, {} pass; those that come first\n", all.size(), all.size() - broken) +
         table(
             {{"loss", false, 28}, {"status"}, {"decided by"}, {"at", false, 24}, {"used", true}, {"racks dark", true}},
             rows, table_width(options));
}

std::string text_rides(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "ride_through");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& ride : all) {
    const Json* first = nullptr;
    for (const Json& type : member_of(ride, "types")) {
      if (member_of(type, "rack") == member_of(ride, "first")) first = &type;
    }
    const std::string limit = first == nullptr ? "-" : ride_seconds(ride, member_of(*first, "least_seconds_to_limit"));
    const bool is_known = member_of(ride, "restart_s").is_number();
    rows.push_back({text_of(ride, "group") + ": " + loss_and_phase(ride), status_word(ride), limit,
                    first == nullptr ? "-" : text_of(*first, "ended_by"),
                    is_known ? short_number(number_of(ride, "restart_s")) + " s" : "-", ride_remark(ride)});
  }
  return "\nRide-through of the coolant: seconds until the first rack meets a limit, low end of the volumes\n" +
         table(
             {{"loss", false, 30}, {"status"}, {"limit after", true}, {"ended by"}, {"restart", true}, {"", false, 40}},
             rows, table_width(options));
}

}  // namespace hallplan::report
