/// KERNELS_HD marks a function that runs on the host and on the device. Kernel bodies are compiled twice from one
/// header: by the host compiler, where the mark is empty, and by nvcc.
#pragma once

#ifdef __CUDACC__
#define KERNELS_HD __host__ __device__
#else
#define KERNELS_HD
#endif
