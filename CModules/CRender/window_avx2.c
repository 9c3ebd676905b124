// The window kernel for AVX2: 32 cells a turn.
#if defined(__x86_64__)

#include <immintrin.h>

#include "window.h"

#pragma STDC FP_CONTRACT OFF

#define AVX2 __attribute__((target("avx2"), always_inline)) static inline

typedef struct lanes {
    __m256 scale, offset;
    __m128i up, down;
    __m256i padding_first, padding_span, flip;
} lanes;

AVX2 __m256i line(__m256i integers, const lanes *with) {
    return _mm256_cvttps_epi32(_mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(integers), with->scale), with->offset));
}

/// Sixteen levels as 16-bit integers, saturated, in their order: unpacking and packing undo each other within each half.
AVX2 __m256i levels_of(__m256i stored, const lanes *with, bool is_signed) {
    __m256i zero = _mm256_setzero_si256();
    // A signed value goes to the upper half of its lane, which multiplies it by 65536 and keeps its sign; `scale` makes up for it.
    __m256i low = is_signed ? _mm256_unpacklo_epi16(zero, stored) : _mm256_unpacklo_epi16(stored, zero);
    __m256i high = is_signed ? _mm256_unpackhi_epi16(zero, stored) : _mm256_unpackhi_epi16(stored, zero);
    return _mm256_packs_epi32(line(low, with), line(high, with));
}

AVX2 __m256i stored_at(const unsigned char *bytes, const lanes *with, bool is_signed, bool is_shifted) {
    __m256i cells = _mm256_loadu_si256((const __m256i *)bytes);
    if (!is_shifted) return cells;
    cells = _mm256_sll_epi16(cells, with->up);
    return is_signed ? _mm256_sra_epi16(cells, with->down) : _mm256_srl_epi16(cells, with->down);
}

AVX2 __m256i padding_of(__m256i stored, const lanes *with) {
    __m256i distance = _mm256_sub_epi16(stored, with->padding_first);
    return _mm256_cmpeq_epi16(_mm256_min_epu16(distance, with->padding_span), distance);
}

AVX2 void run(const crender_window *window, const unsigned char *bytes, size_t count, uint8_t *levels, bool is_signed,
              bool is_shifted, bool has_padding) {
    lanes with = {
        .scale = _mm256_set1_ps(is_signed ? window->scale * 0x1p-16f : window->scale),
        .offset = _mm256_set1_ps(window->offset),
        .up = _mm_cvtsi32_si128((int)window->up),
        .down = _mm_cvtsi32_si128((int)window->down),
        .padding_first = _mm256_set1_epi16((short)window->padding_first),
        .padding_span = _mm256_set1_epi16((short)window->padding_span),
        .flip = _mm256_set1_epi8(window->inverts ? -1 : 0),
    };
    for (size_t i = 0; i < count; i += 32) {
        __m256i first = stored_at(bytes + 2 * i, &with, is_signed, is_shifted);
        __m256i second = stored_at(bytes + 2 * i + 32, &with, is_signed, is_shifted);
        __m256i packed = _mm256_packus_epi16(levels_of(first, &with, is_signed), levels_of(second, &with, is_signed));
        packed = _mm256_xor_si256(packed, with.flip);
        if (has_padding) {
            __m256i padding = _mm256_packs_epi16(padding_of(first, &with), padding_of(second, &with));
            packed = _mm256_andnot_si256(padding, packed);
        }
        _mm256_storeu_si256((__m256i *)(levels + i), _mm256_permute4x64_epi64(packed, _MM_SHUFFLE(3, 1, 2, 0)));
    }
}

__attribute__((target("avx2")))
void crender_window_avx2(const crender_window *window, const void *cells, size_t count, uint8_t *levels) {
    size_t whole = count / 32 * 32;
    // The eight loops that come of these three questions ask none inside.
    int shape = (window->is_signed ? 4 : 0) | (window->up || window->down ? 2 : 0) | (window->has_padding ? 1 : 0);
    switch (shape) {
    case 0: run(window, cells, whole, levels, false, false, false); break;
    case 1: run(window, cells, whole, levels, false, false, true); break;
    case 2: run(window, cells, whole, levels, false, true, false); break;
    case 3: run(window, cells, whole, levels, false, true, true); break;
    case 4: run(window, cells, whole, levels, true, false, false); break;
    case 5: run(window, cells, whole, levels, true, false, true); break;
    case 6: run(window, cells, whole, levels, true, true, false); break;
    default: run(window, cells, whole, levels, true, true, true); break;
    }
    crender_window_plain(window, (const unsigned char *)cells + 2 * whole, count - whole, levels + whole);
}

#endif
