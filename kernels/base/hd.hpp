/// KERNELS_HD marks a function that runs on the host and on the device. Kernel bodies are compiled twice from one
/// header: by the host compiler, where the mark is empty, and by nvcc.
#pragma once

#ifdef __CUDACC__
#define KERNELS_HD __host__ __device__
#else
#define KERNELS_HD
#endif

/// KERNELS_INLINE: the same for what loops over a row call from several places. A call that the compiler leaves in such a loop
/// keeps it from being vector code.
#define KERNELS_INLINE KERNELS_HD inline __attribute__((always_inline))

/// KERNELS_FLAT: the same for what calls others in a loop over a row: all of them are inlined.
#define KERNELS_FLAT KERNELS_HD __attribute__((flatten))

/// KERNELS_SIMD before a loop over x says that its turns are independent, so that the host compiler may take several at
/// once. Its sums have a fixed shape all the same: no reduction is ever declared.
#if defined(__CUDA_ARCH__)
#define KERNELS_SIMD
#else
#define KERNELS_SIMD _Pragma("GCC ivdep")
#endif

/// KERNELS_UNROLL before a short loop over numbers that a lane keeps: on a device they then stay in registers.
#if defined(__CUDA_ARCH__)
#define KERNELS_UNROLL _Pragma("unroll")
#else
#define KERNELS_UNROLL
#endif
