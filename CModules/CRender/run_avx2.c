// Linear resampling for AVX2 with FMA, eight samples a turn, in the shape of run_avx512.c.
#if defined(__x86_64__)

#include <immintrin.h>

#include "fetch.h"

#define AVX2 __attribute__((target("avx2,fma"), always_inline)) static inline

enum { LANES = 8 };

/// Indices of the voxels before each sample, and the part of the way to the next along each axis.
typedef struct places {
    int32_t index[CRENDER_RUN];
    float part[3][CRENDER_RUN];
} places;

/// Splits the coordinates of one axis from sample `i` on into the voxel before and the part of the way behind it.
AVX2 __m256i split(const crender_run *run, int axis, uint32_t count, uint32_t i, bool is_interior, float *part) {
    const __m256 lanes = _mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7);
    __m256 number = _mm256_add_ps(lanes, _mm256_set1_ps((float)i));
    __m256 place = _mm256_fmadd_ps(number, _mm256_set1_ps(run->step[axis]), _mm256_set1_ps(run->start[axis]));
    if (axis == 2 && run->third) place = _mm256_loadu_ps(run->third + i);
    float high = (float)((int32_t)count - 1 - run->base[axis]);
    if (!is_interior) {
        place = _mm256_max_ps(place, _mm256_set1_ps((float)-run->base[axis]));
        place = _mm256_min_ps(place, _mm256_set1_ps(high));
    }
    __m256 whole = _mm256_floor_ps(place);
    if (!is_interior) whole = _mm256_min_ps(whole, _mm256_set1_ps(high - 1));
    _mm256_storeu_ps(part + i, _mm256_sub_ps(place, whole));
    return _mm256_cvttps_epi32(whole);
}

AVX2 void find(const crender_volume *volume, const crender_run *run, bool is_interior, places *places) {
    __m256i row = _mm256_set1_epi32((int)volume->columns), slice = _mm256_set1_epi32((int)(volume->columns * volume->rows));
    for (uint32_t i = 0; i < run->count; i += LANES) {
        __m256i index = split(run, 0, volume->columns, i, is_interior, places->part[0]);
        __m256i y = split(run, 1, volume->rows, i, is_interior, places->part[1]);
        __m256i z = split(run, 2, volume->slices, i, is_interior, places->part[2]);
        index = _mm256_add_epi32(index, _mm256_mullo_epi32(y, row));
        index = _mm256_add_epi32(index, _mm256_mullo_epi32(z, slice));
        _mm256_storeu_si256((__m256i *)(places->index + i), index);
    }
}

AVX2 __m256 between(__m256 first, __m256 second, __m256 part) {
    return _mm256_fmadd_ps(part, _mm256_sub_ps(second, first), first);
}

/// Eight halves of 64 bits each, all lower or all upper ones.
AVX2 __m256i halves(const uint64_t *words, bool is_upper) {
    __m256 low = _mm256_loadu_ps((const float *)words), high = _mm256_loadu_ps((const float *)(words + 4));
    __m256 halves = is_upper ? _mm256_shuffle_ps(low, high, _MM_SHUFFLE(3, 1, 3, 1)) : _mm256_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0));
    return _mm256_permute4x64_epi64(_mm256_castps_si256(halves), _MM_SHUFFLE(3, 1, 2, 0));
}

/// Between the two voxels of a row, before or behind (`is_upper`) the sample, in one of its slices.
AVX2 __m256 in_row(const crender_pairs *pairs, int slice, bool is_upper, uint32_t i, __m256 part, crender_value_kind kind) {
    __m256i both = halves(pairs->first[slice] + i, is_upper);
    if (kind == CRENDER_VALUES_FLOAT32) {
        __m256 second = _mm256_castsi256_ps(halves(pairs->second[slice] + i, is_upper));
        return between(_mm256_castsi256_ps(both), second, part);
    }
    bool is_signed = kind == CRENDER_VALUES_INT16;
    __m256i first = _mm256_slli_epi32(both, 16);
    first = is_signed ? _mm256_srai_epi32(first, 16) : _mm256_srli_epi32(first, 16);
    __m256i second = is_signed ? _mm256_srai_epi32(both, 16) : _mm256_srli_epi32(both, 16);
    return between(_mm256_cvtepi32_ps(first), _mm256_cvtepi32_ps(second), part);
}

AVX2 void mix(const crender_pairs *pairs, const places *places, uint32_t count, crender_value_kind kind, float *samples) {
    for (uint32_t i = 0; i < count; i += LANES) {
        __m256 x = _mm256_loadu_ps(places->part[0] + i), y = _mm256_loadu_ps(places->part[1] + i), slice[2];
        for (int side = 0; side < 2; side++)
            slice[side] = between(in_row(pairs, side, false, i, x, kind), in_row(pairs, side, true, i, x, kind), y);
        _mm256_storeu_ps(samples + i, between(slice[0], slice[1], _mm256_loadu_ps(places->part[2] + i)));
    }
}

__attribute__((target("avx2,fma")))
void crender_run_linear_avx2(const crender_volume *volume, const crender_run *run, float *samples) {
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
