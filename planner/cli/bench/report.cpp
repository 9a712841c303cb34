// What `hallplan bench` prints.
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <thread>

#include "planner/base/text.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/commands.hpp"

namespace hallplan::cli::bench {
namespace {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line)) {
    if (line.rfind("model name", 0) != 0) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return printable(line.substr(colon + 2));
  }
  return "unknown processor";
}

/// The version of NVIDIA's kernel module, as it says it itself.
std::string driver_name() {
  std::ifstream info("/proc/driver/nvidia/version");
  std::string line;
  std::getline(info, line);
  const std::size_t colon = line.find(':');
  const std::size_t word = colon == std::string::npos ? 0 : line.find_first_not_of(' ', colon + 1);
  return word == std::string::npos ? "" : printable(line.substr(word));
}

std::string today() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

double per_second(const Row& row) { return row.count / median(row.seconds); }

/// Bytes a second that the row must have moved, over the triad's; 0 where it makes no sense.
double of_triad(const Report& report, const Row& row) {
  const bool on_host = row.ran_on.rfind("cuda", 0) != 0;
  return on_host ? per_second(row) * row.bytes_an_item / report.triad.bytes_per_s() : 0;
}

std::string json_of_row(const Report& report, const Row& row) {
  std::string out = fmt::format(R"({{"id": {}, "name": {})", json_string(row.id), json_string(row.name));
  if (!row.problem.empty()) return out + fmt::format(R"(, "not_measured": {}}})", json_string(row.problem));
  out += fmt::format(R"(, "seconds": {:.6g}, "least_seconds": {:.6g}, "runs": {}, "per_second": {:.6g}, "items": "{}")",
                     median(row.seconds), *std::min_element(row.seconds.begin(), row.seconds.end()), row.seconds.size(),
                     per_second(row), row.items);
  if (row.bytes_an_item > 0) out += fmt::format(R"(, "bytes_an_item": {:.6g})", row.bytes_an_item);
  if (of_triad(report, row) > 0) out += fmt::format(R"(, "of_triad": {:.4g})", of_triad(report, row));
  return out + fmt::format(R"(, "ran_on": {}}})", json_string(row.ran_on));
}

}  // namespace

Report report_of_machine(const Setting& setting) {
  Report report;
  report.processor = processor_name();
  report.device = kernels::device_name();
  if (!report.device.empty()) report.driver = driver_name();
#ifdef __clang__
  report.compiler = __VERSION__;
#else
  report.compiler = "g++ " __VERSION__;
#endif
  report.date = today();
  report.note = printable(setting.options.note);
  const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  report.threads = setting.execution.threads > 0 ? setting.execution.threads : processors;
  return report;
}

std::string json_of(const Report& report) {
  std::string rows;
  for (const Row& row : report.rows) rows += (rows.empty() ? "\n  " : ",\n  ") + json_of_row(report, row);
  return fmt::format(
      "{{\"schema\": 2,\n \"version\": {},\n \"note\": {},\n \"date\": {},\n \"compiler\": {},\n \"processor\": {},\n "
      "\"threads\": "
      "{},\n"
      " \"device\": {},\n \"driver\": {},\n"
      " \"triad\": {{\"gigabytes_per_s\": {:.4g}, \"bytes_an_element\": {}, \"seconds\": {:.6g}, \"runs\": {}}},\n"
      " \"benchmarks\": [{}\n ]\n}}\n",
      json_string(HALLPLAN_VERSION), json_string(report.note), json_string(report.date), json_string(report.compiler),
      json_string(report.processor), report.threads, report.device.empty() ? "null" : json_string(report.device),
      report.driver.empty() ? "null" : json_string(report.driver), report.triad.bytes_per_s() / 1e9, kTriadBytes,
      median(report.triad.seconds), report.triad.seconds.size(), rows);
}

std::string text_of(const Report& report) {
  std::string out = fmt::format("hallplan {}, {}, {}, on {}, {} thread{}\n", HALLPLAN_VERSION, report.compiler,
                                report.date, report.processor, report.threads, report.threads == 1 ? "" : "s");
  if (!report.device.empty()) out += fmt::format("device: {}, {}\n", report.device, report.driver);
  out += fmt::format("triad: {:.2f} GB/s (24 bytes an element); rows are medians of their runs\n\n",
                     report.triad.bytes_per_s() / 1e9);
  for (const Row& row : report.rows) {
    if (!row.problem.empty()) {
      out += fmt::format("{:<15} not measured: {}\n", row.id, row.problem);
      continue;
    }
    out +=
        fmt::format("{:<15} {:>9.4f} s  {:>9.4g} {} a second", row.id, median(row.seconds), per_second(row), row.items);
    if (of_triad(report, row) > 0) out += fmt::format(", {:.0f} % of the triad", 100 * of_triad(report, row));
    out += fmt::format("; {}\n", row.name);
  }
  return out;
}

}  // namespace hallplan::cli::bench
