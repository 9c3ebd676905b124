#include "resample.h"

#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "fail.h"

/// One target row as sums over source rows: contiguous, so that the compiler makes vectors of it.
static void blend_rows(
    const crender_picture *picture, const crender_axis *down, uint32_t row, float *sums, size_t row_samples) {
    memset(sums, 0, row_samples * sizeof *sums);
    for (uint32_t tap = 0; tap < down->taps; tap++) {
        float weight = down->weights[(size_t)row * down->taps + tap];
        if (weight == 0) continue;
        size_t start = (size_t)(down->first[row] + tap) * row_samples;
        if (picture->bits == 16) {
            const uint16_t *samples = (const uint16_t *)(const void *)picture->data + start;
            for (size_t i = 0; i < row_samples; i++) sums[i] += weight * (float)samples[i];
        } else {
            const uint8_t *samples = picture->data + start;
            for (size_t i = 0; i < row_samples; i++) sums[i] += weight * (float)samples[i];
        }
    }
}

static inline float blended(const float *sums, const float *weights, uint32_t taps, uint32_t channels) {
    float sum = 0;
    for (uint32_t tap = 0; tap < taps; tap++) sum += weights[tap] * sums[tap * channels];
    return sum;
}

static inline uint32_t rounded(float value, float top) {
    float level = value + 0.5f;
    return (uint32_t)(level < 0 ? 0 : level > top ? top : level);
}

static void blend_columns(const float *sums, const crender_axis *across, crender_picture *target, uint32_t row) {
    uint32_t channels = target->channels;
    size_t start = (size_t)row * target->width * channels;
    for (uint32_t column = 0; column < target->width; column++) {
        const float *weights = across->weights + (size_t)column * across->taps;
        const float *from = sums + (size_t)across->first[column] * channels;
        size_t at = start + (size_t)column * channels;
        for (uint32_t channel = 0; channel < channels; channel++) {
            float value = blended(from + channel, weights, across->taps, channels);
            if (target->bits == 16) ((uint16_t *)(void *)target->data)[at + channel] = (uint16_t)rounded(value, 65535);
            else target->data[at + channel] = (uint8_t)rounded(value, 255);
        }
    }
}

int crender_resample(crender_picture *picture, uint32_t width, uint32_t height, crender_filter filter, char *message) {
    if (picture->width == width && picture->height == height) return CRENDER_OK;
    crender_axis across = {0, NULL, NULL}, down = {0, NULL, NULL};
    crender_picture target = *picture;
    size_t row_samples = (size_t)picture->width * picture->channels;
    target.width = width;
    target.height = height;
    target.length = (size_t)width * height * picture->channels * (picture->bits / 8);
    target.data = malloc(target.length);
    float *sums = malloc(row_samples * sizeof *sums);

    int status = target.data && sums ? CRENDER_OK : crender_fail_memory(message, target.length);
    if (status == CRENDER_OK) status = crender_axis_make(&across, picture->width, width, filter, message);
    if (status == CRENDER_OK) status = crender_axis_make(&down, picture->height, height, filter, message);
    if (status == CRENDER_OK) {
        for (uint32_t row = 0; row < height; row++) {
            blend_rows(picture, &down, row, sums, row_samples);
            blend_columns(sums, &across, &target, row);
        }
        free(picture->data);
        *picture = target;
    } else {
        free(target.data);
    }
    crender_axis_destroy(&across);
    crender_axis_destroy(&down);
    free(sums);
    return status;
}
