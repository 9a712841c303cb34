#include "planner/thermal/files/png.hpp"

#include <png.h>

#include <csetjmp>
#include <cstddef>
#include <new>
#include <utility>

namespace hallplan::thermal {
namespace {

static_assert(sizeof(Colour) == 3);

/// Of 1 to 9: twice as quick as the library's own 6 on flat areas, for files of some tens of kilobytes still.
constexpr int kCompression = 3;

/// What the library's callbacks see: where bytes go, and what went wrong.
struct Sink {
  std::string bytes;
  std::string problem;
};

/// No exception may cross the library, which is written in C: a refused allocation becomes its own kind of error.
void append(png_structp png, png_bytep data, std::size_t size) {
  auto* sink = static_cast<Sink*>(png_get_io_ptr(png));
  bool stored = true;
  try {
    sink->bytes.append(reinterpret_cast<const char*>(data), size);
  } catch (const std::bad_alloc&) {
    stored = false;
  }
  if (!stored) png_error(png, "out of memory");
}

void flush(png_structp) {}

void on_error(png_structp png, png_const_charp text) {
  static_cast<Sink*>(png_get_error_ptr(png))->problem = text;
  std::longjmp(*png_set_longjmp_fn(png, std::longjmp, sizeof(std::jmp_buf)), 1);
}

void on_warning(png_structp, png_const_charp) {}

/// The part that the library may leave by a jump: no object with a destructor lives in it.
void write(png_structp png, png_infop info, const Canvas& canvas, Sink& sink) {
  if (setjmp(*png_set_longjmp_fn(png, std::longjmp, sizeof(std::jmp_buf))) != 0) return;
  png_set_write_fn(png, &sink, append, flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(canvas.width()), static_cast<png_uint_32>(canvas.height()), 8,
               PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);  // flat areas: smaller and quicker than filtered
  png_set_compression_level(png, kCompression);
  png_write_info(png, info);
  for (int y = 0; y < canvas.height(); ++y) png_write_row(png, reinterpret_cast<png_const_bytep>(canvas.row(y)));
  png_write_end(png, nullptr);
}

}  // namespace

Encoded png_of(const Canvas& canvas) {
  Sink sink;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, on_error, on_warning);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info == nullptr) {
    png_destroy_write_struct(&png, nullptr);
    return {{}, "libpng cannot start"};
  }
  write(png, info, canvas, sink);
  png_destroy_write_struct(&png, &info);
  if (!sink.problem.empty()) return {{}, sink.problem};
  return {std::move(sink.bytes), {}};
}

}  // namespace hallplan::thermal
