#include "planner/thermal/files/vtkhdf.hpp"

#include <hdf5.h>

#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

namespace hallplan::thermal {
namespace {

/// Version of the format: what image data needs is the same in all of them, and readers refuse what is newer than they are.
constexpr std::array<std::int64_t, 2> kVersion = {1, 0};
/// Bytes by which the file in memory grows: so few that they are still in the cache when they are written.
constexpr std::size_t kGrowth = std::size_t{1} << 19;
constexpr std::size_t kHeads = std::size_t{1} << 16;  ///< bytes of the file beside the cells' values, roughly

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

/// The library writes into the string that is handed over in the end: the finished file need not be copied. No exception may
/// cross the library, which is written in C.
void* grow(void*, std::size_t size, H5FD_file_image_op_t, void* bytes) {
  auto& file = *static_cast<std::string*>(bytes);
  try {
    file.resize(size);
  } catch (const std::exception&) {
    return nullptr;
  }
  return file.data();
}
void* start(std::size_t size, H5FD_file_image_op_t op, void* bytes) { return grow(nullptr, size, op, bytes); }
herr_t keep(void*, H5FD_file_image_op_t, void*) { return 0; }
void* same(void* bytes) { return bytes; }
herr_t not_ours(void*) { return 0; }

/// A property list of files that live in `bytes`; false when the library refuses.
bool live_in(std::string& bytes, hid_t access) {
  H5FD_file_image_callbacks_t callbacks{start, nullptr, grow, keep, same, not_ours, &bytes};
  return H5Pset_fapl_core(access, kGrowth, false) >= 0 && H5Pset_file_image_callbacks(access, &callbacks) >= 0;
}

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

std::size_t cells_of_layer(const CellImage& image) {
  return static_cast<std::size_t>(image.nx) * static_cast<std::size_t>(image.ny);
}

std::size_t cells_of(const CellImage& image) { return cells_of_layer(image) * static_cast<std::size_t>(image.nz); }

/// Creates a dataset and writes it layer by layer; `layer` hands over the values of one.
template <class Layer>
bool write_cells(hid_t group, const CellImage& image, const CellArray& array, Types types, const Layer& layer) {
  const int rank = array.components == 1 ? 3 : 4;
  const std::array<hsize_t, 4> size = {static_cast<hsize_t>(image.nz), static_cast<hsize_t>(image.ny),
                                       static_cast<hsize_t>(image.nx), static_cast<hsize_t>(array.components)};
  const std::array<hsize_t, 4> one = {1, size[1], size[2], size[3]};
  const Handle space(H5Screate_simple(rank, size.data(), nullptr), H5Sclose);
  const Handle given(H5Screate_simple(rank, one.data(), nullptr), H5Sclose);
  const Handle plan(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(plan.get(), 0);  // no time of day: equal fields are equal files
  const Handle data(
      H5Dcreate2(group, array.name.c_str(), types.stored, space.get(), H5P_DEFAULT, plan.get(), H5P_DEFAULT), H5Dclose);
  bool written = data.valid() && given.valid();
  for (int z = 0; written && z < image.nz; ++z) {
    const std::array<hsize_t, 4> from = {static_cast<hsize_t>(z), 0, 0, 0};
    written = H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, from.data(), nullptr, one.data(), nullptr) >= 0 &&
              H5Dwrite(data.get(), types.given, given.get(), space.get(), H5P_DEFAULT, layer(z)) >= 0;
  }
  return written && (array.unit.empty() || write_word(data.get(), "unit", array.unit));
}

bool write_array(hid_t group, const CellImage& image, const CellArray& array) {
  const std::size_t count = cells_of_layer(image) * static_cast<std::size_t>(array.components);
  std::vector<float> made(array.make_layer ? count : 0);
  return write_cells(group, image, array, {H5T_IEEE_F32LE, H5T_NATIVE_FLOAT}, [&](int z) -> const float* {
    if (!array.make_layer) return array.values.data() + static_cast<std::size_t>(z) * count;
    array.make_layer(z, made);
    return made.data();
  });
}

bool write_all(hid_t file, const CellImage& image) {
  const Handle root(H5Gcreate2(file, "VTKHDF", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  if (!root.valid() || !write_header(root.get(), image)) return false;
  const Handle values(H5Gcreate2(root.get(), "PointData", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  if (!values.valid()) return false;
  for (const CellArray& array : image.arrays) {
    if (!write_array(values.get(), image, array)) return false;
  }
  const CellArray solid{"solid", "", 1, {}};
  const auto layer = [&](int z) { return image.solid.data() + static_cast<std::size_t>(z) * cells_of_layer(image); };
  return image.solid.empty() || write_cells(values.get(), image, solid, {H5T_STD_U8LE, H5T_NATIVE_UINT8}, layer);
}

bool sizes_agree(const CellImage& image) {
  if (image.nx < 1 || image.ny < 1 || image.nz < 1) return false;
  const std::size_t cells = cells_of(image);
  for (const CellArray& array : image.arrays) {
    if (array.make_layer) continue;
    if (array.values.size() != cells * static_cast<std::size_t>(array.components)) return false;
  }
  return image.solid.empty() || image.solid.size() == cells;
}

/// What the file takes, roughly.
std::size_t size_of(const CellImage& image) {
  std::size_t bytes_a_cell = image.solid.empty() ? 0 : 1;
  for (const CellArray& array : image.arrays)
    bytes_a_cell += sizeof(float) * static_cast<std::size_t>(array.components);
  return cells_of(image) * bytes_a_cell + kHeads + kGrowth;
}

}  // namespace

Encoded vtkhdf_of(const CellImage& image) {
  if (!sizes_agree(image)) return {{}, "arrays of another size than the grid"};
  const Quiet quiet;
  Encoded out;
  out.bytes.reserve(size_of(image));
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (!live_in(out.bytes, access.get())) return {{}, "HDF5 cannot make a file in memory"};
  Handle file(H5Fcreate("field.vtkhdf", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose);
  if (!file.valid() || !write_all(file.get(), image) || H5Fflush(file.get(), H5F_SCOPE_GLOBAL) < 0) {
    return {{}, "HDF5 cannot make the file, most likely for want of memory"};
  }
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  file.reset();  // writes the rest, within that size
  if (size <= 0 || static_cast<std::size_t>(size) > out.bytes.size()) return {{}, "HDF5 cannot hand over the file"};
  out.bytes.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace hallplan::thermal
