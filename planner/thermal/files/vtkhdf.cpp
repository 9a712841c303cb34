#include "planner/thermal/files/vtkhdf.hpp"

#include <hdf5.h>

#include <cstddef>
#include <string_view>
#include <utility>

namespace hallplan::thermal {
namespace {

/// Version of the format: what image data needs is the same in all of them, and readers refuse what is newer than they are.
constexpr std::array<std::int64_t, 2> kVersion = {1, 0};
constexpr std::size_t kGrowth = std::size_t{4} << 20;  ///< bytes by which the file in memory grows

/// A handle of the library, closed with its own function.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { reset(); }

  void reset() {
    if (id_ >= 0) close_(id_);
    id_ = -1;
  }
  [[nodiscard]] hid_t get() const { return id_; }
  [[nodiscard]] bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// The library prints its errors unless told otherwise; a library prints nothing here.
class Quiet {
 public:
  Quiet() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  ~Quiet() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

bool write_numbers(hid_t owner, const char* name, hid_t stored, hid_t given, const void* values, hsize_t count) {
  const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle attribute(H5Acreate2(owner, name, stored, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  return attribute.valid() && H5Awrite(attribute.get(), given, values) >= 0;
}

/// A string of fixed length: what readers of the format ask for.
bool write_word(hid_t owner, const char* name, std::string_view word) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  if (H5Tset_size(type.get(), word.size()) < 0 || H5Tset_strpad(type.get(), H5T_STR_NULLPAD) < 0) return false;
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute(H5Acreate2(owner, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  return attribute.valid() && H5Awrite(attribute.get(), type.get(), word.data()) >= 0;
}

bool write_header(hid_t group, const CellImage& image) {
  const std::array<std::int64_t, 6> extent = {0, image.nx - 1, 0, image.ny - 1, 0, image.nz - 1};
  const std::array<double, 3> origin = {image.cell_m[0] / 2, image.cell_m[1] / 2, image.cell_m[2] / 2};
  const std::array<double, 9> direction = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  return write_numbers(group, "Version", H5T_STD_I64LE, H5T_NATIVE_INT64, kVersion.data(), kVersion.size()) &&
         write_word(group, "Type", "ImageData") &&
         write_numbers(group, "WholeExtent", H5T_STD_I64LE, H5T_NATIVE_INT64, extent.data(), extent.size()) &&
         write_numbers(group, "Origin", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, origin.data(), origin.size()) &&
         write_numbers(group, "Spacing", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, image.cell_m.data(), 3) &&
         write_numbers(group, "Direction", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, direction.data(), direction.size());
}

struct Types {
  hid_t stored, given;
};

bool write_cells(hid_t group, const CellImage& image, const CellArray& array, Types types, const void* values) {
  const std::array<hsize_t, 4> size = {static_cast<hsize_t>(image.nz), static_cast<hsize_t>(image.ny),
                                       static_cast<hsize_t>(image.nx), static_cast<hsize_t>(array.components)};
  const Handle space(H5Screate_simple(array.components == 1 ? 3 : 4, size.data(), nullptr), H5Sclose);
  const Handle plan(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(plan.get(), 0);  // no time of day: equal fields are equal files
  const Handle data(
      H5Dcreate2(group, array.name.c_str(), types.stored, space.get(), H5P_DEFAULT, plan.get(), H5P_DEFAULT), H5Dclose);
  return data.valid() && H5Dwrite(data.get(), types.given, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0 &&
         (array.unit.empty() || write_word(data.get(), "unit", array.unit));
}

bool write_all(hid_t file, const CellImage& image) {
  const Handle root(H5Gcreate2(file, "VTKHDF", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  if (!root.valid() || !write_header(root.get(), image)) return false;
  const Handle values(H5Gcreate2(root.get(), "PointData", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  if (!values.valid()) return false;
  for (const CellArray& array : image.arrays) {
    if (!write_cells(values.get(), image, array, {H5T_IEEE_F32LE, H5T_NATIVE_FLOAT}, array.values.data())) return false;
  }
  const CellArray solid{"solid", "", 1, {}};
  return image.solid.empty() ||
         write_cells(values.get(), image, solid, {H5T_STD_U8LE, H5T_NATIVE_UINT8}, image.solid.data());
}

bool sizes_agree(const CellImage& image) {
  if (image.nx < 1 || image.ny < 1 || image.nz < 1) return false;
  const std::size_t cells =
      static_cast<std::size_t>(image.nx) * static_cast<std::size_t>(image.ny) * static_cast<std::size_t>(image.nz);
  for (const CellArray& array : image.arrays) {
    if (array.values.size() != cells * static_cast<std::size_t>(array.components)) return false;
  }
  return image.solid.empty() || image.solid.size() == cells;
}

}  // namespace

Encoded vtkhdf_of(const CellImage& image) {
  if (!sizes_agree(image)) return {{}, "arrays of another size than the grid"};
  const Quiet quiet;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (H5Pset_fapl_core(access.get(), kGrowth, false) < 0) return {{}, "HDF5 cannot make a file in memory"};
  Handle file(H5Fcreate("field.vtkhdf", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose);
  if (!file.valid() || !write_all(file.get(), image) || H5Fflush(file.get(), H5F_SCOPE_GLOBAL) < 0) {
    return {{}, "HDF5 cannot make the file, most likely for want of memory"};
  }
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  if (size <= 0) return {{}, "HDF5 cannot hand over the file"};
  Encoded out;
  out.bytes.resize(static_cast<std::size_t>(size));
  if (H5Fget_file_image(file.get(), out.bytes.data(), out.bytes.size()) != size)
    return {{}, "HDF5 cannot copy the file"};
  return out;
}

}  // namespace hallplan::thermal
