#include "tests/search/hall_file.hpp"

#include <stdexcept>

#include "planner/search/aggregate/instance_file.hpp"

namespace hallplan::search::aggregate {

Hall read_hall(const std::string& name) {
  const bool is_path = name.size() > 5 && name.substr(name.size() - 5) == ".json";
  InstanceFile file =
      read_instance_file(is_path ? name : HALLPLAN_SOURCE_DIR "/tests/data/instances/" + name + ".json");
  if (!file.fault.empty()) throw std::runtime_error(file.fault);
  return std::move(file.hall);
}

}  // namespace hallplan::search::aggregate
