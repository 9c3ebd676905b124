// Window and level of 16-bit cells at the speed of memory.
//
// A level is defined by 64-bit arithmetic (grey.h), but a vector holds twice as many 32-bit lanes. Both the definition and a
// line in 32 bits are monotonic steps over at most 65536 integers, so they are the same function if they agree on both
// sides of each of the 255 steps. `crender_window_fit` moves the line to the middle of the gaps there and proves the agreement;
// where it cannot, the caller takes a table. Every kernel does the same single-precision multiplication, addition and
// truncation, so all of them agree bit for bit.
#ifndef YIGONG_CRENDER_WINDOW_H
#define YIGONG_CRENDER_WINDOW_H

#include "cells.h"
#include "grey.h"

typedef struct crender_window {
    /// level = truncated (stored × scale + offset), clamped to 0 … 255.
    float scale;
    float offset;
    /// A cell, moved left by `up` in its 16 bits and then right by `down`, is the stored value.
    uint32_t up;
    uint32_t down;
    bool is_signed;
    bool inverts;
    bool has_padding;
    /// The first stored value that is padding, and how many more follow it.
    uint16_t padding_first;
    uint16_t padding_span;
} crender_window;

/// Finds a window whose levels equal the chain's for every stored value; false where there is none.
bool crender_window_fit(const crender_grey_chain *chain, const crender_cells *cells, crender_window *window);

/// Levels of `count` 16-bit cells, by the widest instructions this machine has. Cells need no alignment.
void crender_window_apply(const crender_window *window, const void *cells, size_t count, uint8_t *levels);

/// The same in plain C: the baseline of every machine, and the tail of each vector.
void crender_window_plain(const crender_window *window, const void *cells, size_t count, uint8_t *levels);

#if defined(__x86_64__)
void crender_window_avx2(const crender_window *window, const void *cells, size_t count, uint8_t *levels);
void crender_window_avx512(const crender_window *window, const void *cells, size_t count, uint8_t *levels);
#endif

#endif
