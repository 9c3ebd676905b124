// Linear resampling for AVX-512F, sixteen samples a turn: where they are, then their voxels, then what lies between those.
#if defined(__x86_64__)

#include <immintrin.h>

#include "fetch.h"

#define AVX512 __attribute__((target("avx512f"), always_inline)) static inline

enum { LANES = 16 };

/// Indices of the voxels before each sample, and the part of the way to the next along each axis.
typedef struct places {
    int32_t index[CRENDER_RUN];
    float part[3][CRENDER_RUN];
} places;

/// Splits the coordinates of one axis from sample `i` on into the voxel before and the part of the way behind it.
AVX512 __m512i split(const crender_run *run, int axis, uint32_t count, uint32_t i, bool is_interior, float *part) {
    const __m512 lanes = _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512 number = _mm512_add_ps(lanes, _mm512_set1_ps((float)i));
    __m512 place = _mm512_fmadd_ps(number, _mm512_set1_ps(run->step[axis]), _mm512_set1_ps(run->start[axis]));
    if (axis == 2 && run->third) place = _mm512_loadu_ps(run->third + i);
    float high = (float)((int32_t)count - 1 - run->base[axis]);
    if (!is_interior) {
        place = _mm512_max_ps(place, _mm512_set1_ps((float)-run->base[axis]));
        place = _mm512_min_ps(place, _mm512_set1_ps(high));
    }
    __m512 whole = _mm512_roundscale_ps(place, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    if (!is_interior) whole = _mm512_min_ps(whole, _mm512_set1_ps(high - 1));
    _mm512_storeu_ps(part + i, _mm512_sub_ps(place, whole));
    return _mm512_cvttps_epi32(whole);
}

AVX512 void find(const crender_volume *volume, const crender_run *run, bool is_interior, places *places) {
    __m512i row = _mm512_set1_epi32((int)volume->columns), slice = _mm512_set1_epi32((int)(volume->columns * volume->rows));
    for (uint32_t i = 0; i < run->count; i += LANES) {
        __m512i index = split(run, 0, volume->columns, i, is_interior, places->part[0]);
        __m512i y = split(run, 1, volume->rows, i, is_interior, places->part[1]);
        __m512i z = split(run, 2, volume->slices, i, is_interior, places->part[2]);
        index = _mm512_add_epi32(index, _mm512_mullo_epi32(y, row));
        index = _mm512_add_epi32(index, _mm512_mullo_epi32(z, slice));
        _mm512_storeu_si512(places->index + i, index);
    }
}

AVX512 __m512 between(__m512 first, __m512 second, __m512 part) {
    return _mm512_fmadd_ps(part, _mm512_sub_ps(second, first), first);
}

/// Sixteen halves of 64 bits each, all lower or all upper ones.
AVX512 __m512i halves(const uint64_t *words, bool is_upper) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    __m512i order = is_upper ? _mm512_add_epi32(even, _mm512_set1_epi32(1)) : even;
    return _mm512_permutex2var_epi32(_mm512_loadu_si512(words), order, _mm512_loadu_si512(words + 8));
}

/// Between the two voxels of a row, before or behind (`is_upper`) the sample, in one of its slices.
AVX512 __m512 in_row(const crender_pairs *pairs, int slice, bool is_upper, uint32_t i, __m512 part, crender_value_kind kind) {
    __m512i both = halves(pairs->first[slice] + i, is_upper);
    if (kind == CRENDER_VALUES_FLOAT32) {
        __m512 second = _mm512_castsi512_ps(halves(pairs->second[slice] + i, is_upper));
        return between(_mm512_castsi512_ps(both), second, part);
    }
    bool is_signed = kind == CRENDER_VALUES_INT16;
    __m512i first = _mm512_slli_epi32(both, 16);
    first = is_signed ? _mm512_srai_epi32(first, 16) : _mm512_srli_epi32(first, 16);
    __m512i second = is_signed ? _mm512_srai_epi32(both, 16) : _mm512_srli_epi32(both, 16);
    return between(_mm512_cvtepi32_ps(first), _mm512_cvtepi32_ps(second), part);
}

AVX512 void mix(const crender_pairs *pairs, const places *places, uint32_t count, crender_value_kind kind, float *samples) {
    for (uint32_t i = 0; i < count; i += LANES) {
        __m512 x = _mm512_loadu_ps(places->part[0] + i), y = _mm512_loadu_ps(places->part[1] + i), slice[2];
        for (int side = 0; side < 2; side++)
            slice[side] = between(in_row(pairs, side, false, i, x, kind), in_row(pairs, side, true, i, x, kind), y);
        _mm512_storeu_ps(samples + i, between(slice[0], slice[1], _mm512_loadu_ps(places->part[2] + i)));
    }
}

__attribute__((target("avx512f")))
void crender_run_linear_avx512(const crender_volume *volume, const crender_run *run, float *samples) {
    places places;
    crender_pairs pairs;
    if (run->is_interior) find(volume, run, true, &places);
    else find(volume, run, false, &places);
    crender_fetch_pairs(volume, run, places.index, &pairs);
    switch (volume->kind) {
    case CRENDER_VALUES_INT16: mix(&pairs, &places, run->count, CRENDER_VALUES_INT16, samples); break;
    case CRENDER_VALUES_UINT16: mix(&pairs, &places, run->count, CRENDER_VALUES_UINT16, samples); break;
    default: mix(&pairs, &places, run->count, CRENDER_VALUES_FLOAT32, samples); break;
    }
}

#endif
