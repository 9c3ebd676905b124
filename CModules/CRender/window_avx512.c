// The window kernel for AVX-512 (F and BW): 64 cells a turn, in the shape of window_avx2.c.
#if defined(__x86_64__)

#include <immintrin.h>

#include "window.h"

// AVX-512 implies fused multiply-add, which rounds once where the definition of the kernels rounds twice.
#pragma STDC FP_CONTRACT OFF

#define AVX512 __attribute__((target("avx512f,avx512bw"), always_inline)) static inline

typedef struct lanes {
    __m512 scale, offset;
    __m128i up, down;
    __m512i padding_first, padding_span, flip, order;
} lanes;

AVX512 __m512i line(__m512i integers, const lanes *with) {
    __m512 product = _mm512_mul_ps(_mm512_cvtepi32_ps(integers), with->scale);
    return _mm512_cvttps_epi32(_mm512_add_ps(product, with->offset));
}

AVX512 __m512i levels_of(__m512i stored, const lanes *with, bool is_signed) {
    __m512i zero = _mm512_setzero_si512();
    __m512i low = is_signed ? _mm512_unpacklo_epi16(zero, stored) : _mm512_unpacklo_epi16(stored, zero);
    __m512i high = is_signed ? _mm512_unpackhi_epi16(zero, stored) : _mm512_unpackhi_epi16(stored, zero);
    return _mm512_packs_epi32(line(low, with), line(high, with));
}

AVX512 __m512i stored_at(const unsigned char *bytes, const lanes *with, bool is_signed, bool is_shifted) {
    __m512i cells = _mm512_loadu_si512(bytes);
    if (!is_shifted) return cells;
    cells = _mm512_sll_epi16(cells, with->up);
    return is_signed ? _mm512_sra_epi16(cells, with->down) : _mm512_srl_epi16(cells, with->down);
}

AVX512 __m512i image_mask(__m512i stored, const lanes *with) {
    __mmask32 is_image = _mm512_cmpgt_epu16_mask(_mm512_sub_epi16(stored, with->padding_first), with->padding_span);
    return _mm512_movm_epi16(is_image);
}

AVX512 void run(const crender_window *window, const unsigned char *bytes, size_t count, uint8_t *levels, bool is_signed,
                bool is_shifted, bool has_padding) {
    lanes with = {
        .scale = _mm512_set1_ps(is_signed ? window->scale * 0x1p-16f : window->scale),
        .offset = _mm512_set1_ps(window->offset),
        .up = _mm_cvtsi32_si128((int)window->up),
        .down = _mm_cvtsi32_si128((int)window->down),
        .padding_first = _mm512_set1_epi16((short)window->padding_first),
        .padding_span = _mm512_set1_epi16((short)window->padding_span),
        .flip = _mm512_set1_epi8(window->inverts ? -1 : 0),
        .order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7),
    };
    for (size_t i = 0; i < count; i += 64) {
        __m512i first = stored_at(bytes + 2 * i, &with, is_signed, is_shifted);
        __m512i second = stored_at(bytes + 2 * i + 64, &with, is_signed, is_shifted);
        __m512i first_levels = levels_of(first, &with, is_signed), second_levels = levels_of(second, &with, is_signed);
        __m512i packed = _mm512_xor_si512(_mm512_packus_epi16(first_levels, second_levels), with.flip);
        if (has_padding) {
            packed = _mm512_and_si512(
                packed, _mm512_packs_epi16(image_mask(first, &with), image_mask(second, &with)));
        }
        _mm512_storeu_si512(levels + i, _mm512_permutexvar_epi64(with.order, packed));
    }
}

__attribute__((target("avx512f,avx512bw")))
void crender_window_avx512(const crender_window *window, const void *cells, size_t count, uint8_t *levels) {
    size_t whole = count / 64 * 64;
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
