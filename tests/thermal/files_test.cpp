// The files of a field, read back by the libraries that own the formats.
#include "planner/thermal/files/field_files.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "planner/thermal/files/field_json.hpp"
#include "planner/thermal/files/slices.hpp"
#include "planner/thermal/files/summary.hpp"
#include "planner/thermal/files/vtkhdf.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

/// A file on disk for a reader that wants one.
class FileOnDisk {
 public:
  explicit FileOnDisk(const std::string& bytes)
      : path_(std::filesystem::temp_directory_path() / ("hallplan-field-" + std::to_string(::getpid()) + ".vtkhdf")) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~FileOnDisk() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

template <class Number, std::size_t N>
std::array<Number, N> attribute(hid_t file, const char* name, hid_t type) {
  std::array<Number, N> out{};
  const hid_t id = H5Aopen_by_name(file, "VTKHDF", name, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t space = H5Aget_space(id);
  EXPECT_EQ(H5Sget_simple_extent_npoints(space), static_cast<hssize_t>(N)) << name;
  EXPECT_GE(H5Aread(id, type, out.data()), 0) << name;
  H5Sclose(space);
  H5Aclose(id);
  return out;
}

std::vector<float> dataset(hid_t file, const char* path, std::vector<hsize_t>& size) {
  const hid_t id = H5Dopen2(file, path, H5P_DEFAULT);
  const hid_t space = H5Dget_space(id);
  size.resize(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, size.data(), nullptr);
  std::vector<float> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  EXPECT_GE(H5Dread(id, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << path;
  H5Sclose(space);
  H5Dclose(id);
  return values;
}

TEST(VtkHdf, HoldsWhatTheFormatAsksFor) {
  std::vector<float> heat(24), wind(72);
  std::vector<std::uint8_t> solid(24, 0);
  for (std::size_t i = 0; i < heat.size(); ++i) heat[i] = static_cast<float>(i);
  for (std::size_t i = 0; i < wind.size(); ++i) wind[i] = static_cast<float>(i) / 2;
  solid[5] = 1;
  const CellImage image{4,    3, 2, {0.1, 0.2, 0.3}, {{"temperature", "degC", 1, heat}, {"velocity", "m/s", 3, wind}},
                        solid};
  const Encoded made = vtkhdf_of(image);
  ASSERT_EQ(made.problem, "");
  EXPECT_EQ(made.bytes, vtkhdf_of(image).bytes);  // no time of day in it
  CellImage layered = image;
  layered.arrays[1].values = {};
  layered.arrays[1].make_layer = [&](int z, std::span<float> layer) {
    ASSERT_EQ(layer.size(), 36U);
    std::copy_n(wind.begin() + 36 * z, 36, layer.begin());
  };
  EXPECT_EQ(vtkhdf_of(layered).bytes, made.bytes);
  const FileOnDisk on_disk(made.bytes);
  const hid_t file = H5Fopen(on_disk.path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  EXPECT_EQ((attribute<int, 6>(file, "WholeExtent", H5T_NATIVE_INT)), (std::array{0, 3, 0, 2, 0, 1}));
  EXPECT_EQ((attribute<double, 3>(file, "Origin", H5T_NATIVE_DOUBLE)), (std::array{0.05, 0.1, 0.15}));
  EXPECT_EQ((attribute<double, 3>(file, "Spacing", H5T_NATIVE_DOUBLE)), (std::array{0.1, 0.2, 0.3}));
  EXPECT_EQ((attribute<double, 9>(file, "Direction", H5T_NATIVE_DOUBLE))[4], 1);
  EXPECT_GE((attribute<int, 2>(file, "Version", H5T_NATIVE_INT))[0], 1);
  const hid_t type = H5Aopen_by_name(file, "VTKHDF", "Type", H5P_DEFAULT, H5P_DEFAULT);
  const hid_t word = H5Aget_type(type);
  std::string name(H5Tget_size(word), '?');
  H5Aread(type, word, name.data());
  EXPECT_EQ(name, "ImageData");
  H5Tclose(word);
  H5Aclose(type);
  std::vector<hsize_t> size;
  EXPECT_EQ(dataset(file, "VTKHDF/PointData/temperature", size), heat);
  EXPECT_EQ(size, (std::vector<hsize_t>{2, 3, 4}));  // z, y, x
  EXPECT_EQ(dataset(file, "VTKHDF/PointData/velocity", size), wind);
  EXPECT_EQ(size, (std::vector<hsize_t>{2, 3, 4, 3}));
  EXPECT_EQ(dataset(file, "VTKHDF/PointData/solid", size)[5], 1);
  H5Fclose(file);
}

TEST(VtkHdf, RefusesArraysOfAnotherSize) {
  const std::vector<float> few(23);
  EXPECT_NE(vtkhdf_of({4, 3, 2, {1, 1, 1}, {{"temperature", "", 1, few}}, {}}).problem, "");
}

TEST(Velocity, IsTheMeanOfACellsFaces) {
  kernels::flow::Fields fields;
  fields.grid = {2, 2, 2, 1, 1, 1};
  for (int z = 0; z < 2; ++z) {
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 3; ++x) fields.u.push_back(static_cast<float>(x + 10 * y + 100 * z));
    }
  }
  for (int z = 0; z < 2; ++z) {
    for (int y = 0; y < 3; ++y) {
      for (int x = 0; x < 2; ++x) fields.v.push_back(static_cast<float>(x + 10 * y + 100 * z));
    }
  }
  for (int z = 0; z < 3; ++z) {
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 2; ++x) fields.w.push_back(static_cast<float>(x + 10 * y + 100 * z));
    }
  }
  std::vector<float> centred(3 * 4);
  centre_velocity(fields, 1, centred);
  const std::size_t cell = 3 * (2 + 1);  // x = y = z = 1
  EXPECT_FLOAT_EQ(centred[cell], 111.5F);
  EXPECT_FLOAT_EQ(centred[cell + 1], 116.0F);
  EXPECT_FLOAT_EQ(centred[cell + 2], 161.0F);
}

TEST(Slices, CutRacksAndAisles) {
  const Site site = test::small_placed_site();
  const std::vector<Slice> slices = slices_of(site, test::placed_plan(site));
  ASSERT_EQ(slices.size(), 3U);  // the row's rear is 3.8 m from the wall: cut 0.6 m behind it
  EXPECT_EQ(slices[0].name, "racks");
  EXPECT_NEAR(slices[0].at_m, 1.1, 1e-9);
  EXPECT_EQ(slices[1].name, "aisle-r1-front");
  EXPECT_NEAR(slices[1].at_m, 1.5, 1e-9);  // half of the 3 m to the south wall
  EXPECT_EQ(slices[2].name, "aisle-r1-rear");
  EXPECT_NEAR(slices[2].at_m, 4.8, 1e-9);
  EXPECT_EQ(slices[2].normal, kernels::flow::Axis::y);
}

TEST(Slices, TakeTheRightCells) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 20, 0.1);
  kernels::flow::Case& finest = field.hall.sequence.grids.back();
  finest.solids.push_back({2, 3, 1, 2, 0, 1});
  std::size_t cell = 0;
  for (int z = 0; z < 2; ++z) {
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 6; ++x) field.solution.fields.temperature[cell++] = static_cast<float>(x + 10 * y + 100 * z);
    }
  }
  const std::vector<Slice> slices = slices_of(site, plan);
  const Scale scale{0, 200};
  const HeatMap level = heat_map_of(site, plan, field, slices[0], scale);  // z = 1.1 m: the lower layer
  EXPECT_EQ(level.columns, 6);
  EXPECT_EQ(level.rows, 4);
  EXPECT_FLOAT_EQ(level.degc[3 * 6 + 5], 35);
  EXPECT_TRUE(std::isnan(level.degc[1 * 6 + 2]));
  EXPECT_EQ(level.title, "small-placed: air temperature, racks at mid height, z = 1.10 m");
  EXPECT_FALSE(level.names_below);
  ASSERT_EQ(level.limits.size(), 1U);
  EXPECT_EQ(level.limits[0].degc, 35);
  EXPECT_EQ(level.outlines.size(), 12U);                                   // six racks, three CDUs, three air units
  const HeatMap aisle = heat_map_of(site, plan, field, slices[2], scale);  // y = 4.8 m: the third row of cells
  EXPECT_EQ(aisle.rows, 2);
  EXPECT_TRUE(aisle.names_below);
  EXPECT_FLOAT_EQ(aisle.degc[6 + 4], 124);
  ASSERT_EQ(aisle.outlines.size(), 6U);
  EXPECT_NEAR(aisle.outlines[0].top_m, 2.2, 1e-9);
  EXPECT_NEAR(scale_of(field).hot_degc, 135, 1e-9);
}

TEST(FieldFiles, AreComplete) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 25, 0.5);
  field.normal.racks[1].grid_error_k = std::nan("");
  field.losses = {field.normal};
  field.losses[0].scenario = "crah-1 lost";
  field.losses[0].zone = 0;
  field.notes = {"a \"quoted\" note"};
  const FieldFiles made = field_files(site, plan, field);
  ASSERT_EQ(made.problem, "");
  std::vector<std::string> names;
  for (const FieldFile& file : made.files) names.push_back(file.name);
  const FieldFiles again = field_files(site, plan, field);
  ASSERT_EQ(again.files.size(), made.files.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(again.files[i].bytes, made.files[i].bytes) << names[i];
  EXPECT_EQ(names, (std::vector<std::string>{"thermal.json", "field.vtkhdf", "slice-racks.png",
                                             "slice-aisle-r1-front.png", "slice-aisle-r1-rear.png"}));
  const auto json = nlohmann::json::parse(made.files[0].bytes);
  EXPECT_EQ(json["racks"].size(), 6U);
  EXPECT_EQ(json["racks"][0]["id"], "c1");
  EXPECT_EQ(json["racks"][0]["inlet_band_degc"], 25);
  EXPECT_EQ(json["racks"][0]["margin_k"], 10);
  EXPECT_EQ(json["racks"][0]["model_error_k"], 2);
  EXPECT_EQ(json["racks"][0]["status"], "pass");
  EXPECT_TRUE(json["racks"][1]["grid_error_k"].is_null());
  EXPECT_EQ(json["racks"][1]["status"], "undecided");
  EXPECT_EQ(json["losses"][0]["racks"].size(), 6U);
  EXPECT_EQ(json["notes"][0], "a \"quoted\" note");
  EXPECT_EQ(json["solver"]["cells"], 48);
  EXPECT_TRUE(json["metrics"]["capture_index"].is_null());
  EXPECT_TRUE(json.contains("balance"));
}

TEST(FieldSummary, CallsNoCoarseFieldValidated) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 25, 0.5);
  const auto head = [&](FieldLevel level, double cell_m) {
    field.level = field.normal.level = level;
    field.solver.cell_m = field.normal.cell_m = cell_m;
    return field_summary(site, plan, field);
  };
  EXPECT_NE(head(FieldLevel::validate, 0.15).find("\nvalidated: cells of 0.15 m"), std::string::npos);
  EXPECT_NE(head(FieldLevel::validate, 0.4).find("\nas asked: cells of 0.4 m"), std::string::npos);
  EXPECT_NE(head(FieldLevel::screen, 0.4).find("\nscreen: cells of 0.4 m"), std::string::npos);
  EXPECT_NE(head(FieldLevel::screen, 0.8).find("\nas asked: cells of 0.8 m"), std::string::npos);
  const Check check = check_inlet(site, plan, field, field.normal, field.normal.racks[0]);
  EXPECT_NE(check.arithmetic.find("(field as asked, cells of 0.8 m)"), std::string::npos) << check.arithmetic;
}

TEST(FieldSummary, TellsNoTemperaturesOfAHallWithoutASteadyState) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 25, 0.5);
  field.normal.settled = field.normal.has_steady_state = false;
  field.normal.unsettled = "coils take 290 of 320 kW";
  const std::string text = field_summary(site, plan, field);
  EXPECT_NE(text.find("no steady state: coils take 290 of 320 kW"), std::string::npos) << text;
  EXPECT_EQ(text.find("25.00"), std::string::npos) << text;
  EXPECT_EQ(text.find("Indices"), std::string::npos) << text;
}

TEST(FieldSummary, NamesEveryRackOfASmallHall) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 25, 0.5);
  field.solver.ran_on = "cpu";
  const std::string text = field_summary(site, plan, field);
  for (const char* part : {"small-placed: air field undecided; 6 racks", "row r1, 6 racks", "c1 ", "m1 ", "25.00",
                           "pass", "RCI (A2) high 100 %", "Balance: heat"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

// Every rack passes; what is open is the loss of a unit, which no line of a rack tells.
TEST(FieldSummary, EndsWithWhatLeavesItUndecided) {
  const Site site = test::small_placed_site();
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 25, 0.5);
  const std::string text = field_summary(site, plan, field);
  const std::string end =
      "\nUndecided:\n  room, 1 unit lost: field solved for normal running alone (--units-lost solves each loss)\n";
  ASSERT_GE(text.size(), end.size());
  EXPECT_EQ(text.substr(text.size() - end.size()), end) << text;
}

}  // namespace
}  // namespace hallplan::thermal
