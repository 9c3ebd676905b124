// Loops that are compiled once for each width of vector, and chosen when the program starts.
#ifndef YIGONG_CHEMATOLOGY_WIDE_H
#define YIGONG_CHEMATOLOGY_WIDE_H

#if defined(__x86_64__) && defined(__linux__)
#define CHEMATOLOGY_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CHEMATOLOGY_WIDE
#endif

#endif
