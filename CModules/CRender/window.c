#include "window.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

void crender_window_plain(const crender_window *window, const void *cells, size_t count, uint8_t *levels) {
    const unsigned char *bytes = cells;
    uint8_t flip = window->inverts ? 255 : 0;
    for (size_t i = 0; i < count; i++) {
        uint16_t cell;
        memcpy(&cell, bytes + 2 * i, sizeof cell);
        uint16_t word = (uint16_t)(cell << window->up);
        int32_t stored = window->is_signed ? (int16_t)word >> window->down : word >> window->down;
        int32_t level = (int32_t)((float)stored * window->scale + window->offset);
        level = level < 0 ? 0 : level > 255 ? 255 : level;
        // One unsigned comparison asks for both ends of the range, signed or not.
        bool is_padding = window->has_padding && (uint16_t)(stored - window->padding_first) <= window->padding_span;
        levels[i] = is_padding ? 0 : (uint8_t)level ^ flip;
    }
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
