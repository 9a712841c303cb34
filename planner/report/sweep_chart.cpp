#include "planner/report/sweep.hpp"
namespace hallplan::report {
std::string sweep_chart(std::string_view) { return {}; }
}  // namespace hallplan::report
