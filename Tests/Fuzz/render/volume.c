// Small volumes of made-up slices, cut by made-up planes and curves: whatever place, direction, size and padding are asked for, no
// voxel may be read that is not there.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crender.h"

typedef struct input {
    const uint8_t *bytes;
    size_t left;
} input;

static uint64_t take(input *from, size_t count) {
    uint64_t value = 0;
    for (size_t i = 0; i < count && from->left; i++, from->left--) value = value << 8 | *from->bytes++;
    return value;
}

/// Mostly near the volume; seldom any number there is.
static double take_number(input *from) {
    uint8_t kind = (uint8_t)take(from, 1);
    if (kind < 220) return (int8_t)take(from, 1) / 8.0;
    if (kind < 240) return (int16_t)take(from, 2) * 64.0;
    uint64_t bits = take(from, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void take_vector(input *from, double *vector) {
    for (int axis = 0; axis < 3; axis++) vector[axis] = take_number(from);
}

static bool fill(crender_volume *volume, input *from, bool has_padding, char *message) {
    uint32_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2;
    crender_source source = {
        .length = (size_t)volume->columns * volume->rows * size, .rows = volume->rows, .columns = volume->columns, .samples = 1,
        .bits_allocated = size * 8, .bits_stored = size * 8, .high_bit = size * 8 - 1, .is_signed = volume->kind == CRENDER_VALUES_INT16,
        .kind = size == 4 ? CRENDER_FLOAT32 : CRENDER_INTEGER};
    crender_modality modality = {1, 0, {0}};
    crender_padding padding = {has_padding, (double)take(from, 1), (double)take(from, 1)};
    uint8_t *pixels = malloc(source.length);
    bool is_filled = true;
    for (uint32_t slice = 0; slice < volume->slices && is_filled; slice++) {
        for (size_t i = 0; i < source.length; i++) pixels[i] = (uint8_t)take(from, 1);
        source.pixels = pixels;
        crender_slice_facts facts;
        is_filled = crender_volume_load(volume, slice, &source, &modality, &padding, &facts, message) == CRENDER_OK;
        crender_volume_settle(volume, facts.least);
        if (is_filled) is_filled = crender_volume_blank(volume, slice, &facts, message) == CRENDER_OK;
    }
    free(pixels);
    return is_filled;
}

/// The voxels in a block of exactly their length, so that the sanitizer sees a read past it.
static void tighten(crender_volume *volume) {
    void *tight = malloc(volume->length);
    memcpy(tight, volume->voxels, volume->length);
    crender_free(volume->voxels);
    volume->voxels = tight;
}

static void cut(const crender_volume *volume, input *from, char *message) {
    crender_plane plane = {.width = (uint32_t)take(from, 1), .height = (uint32_t)take(from, 1) % 80, .layers = (uint32_t)take(from, 1) % 12};
    take_vector(from, plane.origin);
    take_vector(from, plane.right);
    take_vector(from, plane.down);
    take_vector(from, plane.through);
    plane.interpolation = (crender_interpolation)(take(from, 1) % 3);
    plane.projection = (crender_projection)(take(from, 1) % 3);
    size_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2, length = (size_t)plane.width * plane.height * size;
    void *pixels = malloc(length + 1);
    crender_plane_sample(volume, &plane, pixels, length, message);
    free(pixels);
}

static void lay_flat(const crender_volume *volume, input *from, char *message) {
    crender_curve curve = {.width = (uint32_t)take(from, 1) % 20, .height = (uint32_t)take(from, 1), .layers = (uint32_t)take(from, 1) % 6};
    double points[60], through[60];
    for (uint32_t i = 0; i < curve.width; i++) {
        take_vector(from, points + 3 * i);
        take_vector(from, through + 3 * i);
    }
    take_vector(from, curve.down);
    curve.points = points;
    curve.through = through;
    curve.interpolation = (crender_interpolation)(take(from, 1) % 3);
    curve.projection = (crender_projection)(take(from, 1) % 3);
    size_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2, length = (size_t)curve.width * curve.height * size;
    void *pixels = malloc(length + 1);
    crender_curve_sample(volume, &curve, pixels, length, message);
    free(pixels);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    input from = {bytes, length};
    char message[CRENDER_MESSAGE_SIZE];
    crender_volume volume;
    uint8_t kind = (uint8_t)take(&from, 1);
    uint32_t columns = (uint32_t)take(&from, 1) % 12, rows = (uint32_t)take(&from, 1) % 12, slices = (uint32_t)take(&from, 1) % 8;
    if (crender_volume_create((crender_value_kind)(kind % 3), columns, rows, slices, &volume, message) != CRENDER_OK) return 0;
    double places[8], place = take_number(&from);
    if (fill(&volume, &from, kind & 4, message)) {
        tighten(&volume);
        for (uint32_t slice = 0; slice < slices; slice++) places[slice] = place += 0.01 + (double)take(&from, 1) / 16;
        if (kind & 8 && isfinite(place)) volume.places = places;
        if (kind & 16) lay_flat(&volume, &from, message);
        else cut(&volume, &from, message);
    }
    crender_free(volume.voxels);
    return 0;
}
