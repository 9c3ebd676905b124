#include "window.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

/// With its questions answered by constants, the compiler makes vectors of the loop.
__attribute__((always_inline))
static inline void run(
    crender_window window, const unsigned char *restrict bytes, size_t count, uint8_t *restrict levels, bool is_signed,
    bool has_padding) {
    uint8_t flip = window.inverts ? 255 : 0;
    for (size_t i = 0; i < count; i++) {
        uint16_t cell;
        memcpy(&cell, bytes + 2 * i, sizeof cell);
        uint32_t word = (uint32_t)cell << window.up << 16;
        int32_t stored = is_signed ? (int32_t)word >> 16 >> window.down : (int32_t)(word >> 16 >> window.down);
        int32_t level = (int32_t)((float)stored * window.scale + window.offset);
        level = level < 0 ? 0 : level > 255 ? 255 : level;
        // One unsigned comparison asks for both ends of the range, signed or not.
        bool is_padding = has_padding && (uint16_t)(stored - window.padding_first) <= window.padding_span;
        levels[i] = is_padding ? 0 : (uint8_t)level ^ flip;
    }
}

void crender_window_plain(const crender_window *window, const void *cells, size_t count, uint8_t *levels) {
    if (window->is_signed && window->has_padding) run(*window, cells, count, levels, true, true);
    else if (window->is_signed) run(*window, cells, count, levels, true, false);
    else if (window->has_padding) run(*window, cells, count, levels, false, true);
    else run(*window, cells, count, levels, false, false);
}

void crender_window_apply(const crender_window *window, const void *cells, size_t count, uint8_t *levels) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) {
        crender_window_avx512(window, cells, count, levels);
        return;
    }
    if (__builtin_cpu_supports("avx2")) {
        crender_window_avx2(window, cells, count, levels);
        return;
    }
#endif
    crender_window_plain(window, cells, count, levels);
}
