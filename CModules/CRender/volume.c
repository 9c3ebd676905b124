#include "crender_volume.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cells.h"
#include "fail.h"
#include "grey.h"
#include "tally.h"

enum { CHUNK = 4096, HUGE_PAGE = 2 << 20 };

static size_t voxel_size(crender_value_kind kind) {
    return kind == CRENDER_VALUES_FLOAT32 ? sizeof(float) : sizeof(uint16_t);
}

int crender_volume_create(
    crender_value_kind kind, uint32_t columns, uint32_t rows, uint32_t slices, crender_volume *volume, char *message) {
    memset(volume, 0, sizeof *volume);
    if (kind != CRENDER_VALUES_INT16 && kind != CRENDER_VALUES_UINT16 && kind != CRENDER_VALUES_FLOAT32)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "unknown kind of voxels %d", (int)kind);
    if (columns < 2 || rows < 2 || slices < 2 || columns > 65535 || rows > 65535)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a volume of %u × %u × %u voxels", columns, rows, slices);
    uint64_t count = (uint64_t)columns * rows;
    if (count > CRENDER_VOLUME_VOXELS / slices)
        return crender_fail(message, CRENDER_TOO_LARGE, "a volume of %u × %u × %u voxels is too large", columns, rows, slices);

    *volume = (crender_volume){.kind = kind, .columns = columns, .rows = rows, .slices = slices};
    volume->length = (size_t)count * slices * voxel_size(kind);
    volume->voxels = aligned_alloc(HUGE_PAGE, (volume->length + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
    if (!volume->voxels) return crender_fail_memory(message, volume->length);
    // An oblique row crosses many slices: with small pages, finding the page would cost more than the voxel.
    madvise(volume->voxels, volume->length, MADV_HUGEPAGE);
    return CRENDER_OK;
}

static inline bool is_padded(double value, crender_exclusion excluded) {
    return value >= excluded.low && value <= excluded.high;
}

static inline void count_in(crender_slice_facts *facts, double least, double greatest) {
    facts->least = least < facts->least ? least : facts->least;
    facts->greatest = greatest > facts->greatest ? greatest : facts->greatest;
}

/// Integers: codes moved so that they are stored values again. The low 16 bits are the value, signed or not.
static void load_integers(
    const crender_cells *cells, crender_exclusion excluded, uint16_t *voxels, size_t count, crender_slice_facts *facts) {
    int32_t lowest = (int32_t)cells->lowest;
    bool has_padding = excluded.low <= excluded.high;
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        uint16_t codes[CHUNK], least = UINT16_MAX, greatest = 0;
        crender_cells_read_codes(cells, first, part, codes);
        for (size_t i = 0; i < part; i++) voxels[first + i] = (uint16_t)(codes[i] + (uint32_t)lowest);
        uint64_t padded = 0;
        if (has_padding) {
            for (size_t i = 0; i < part; i++) {
                bool is_image = !is_padded(codes[i] + lowest, excluded);
                padded += !is_image;
                if (is_image && codes[i] < least) least = codes[i];
                if (is_image && codes[i] > greatest) greatest = codes[i];
            }
        } else {
            for (size_t i = 0; i < part; i++) {
                least = codes[i] < least ? codes[i] : least;
                greatest = codes[i] > greatest ? codes[i] : greatest;
            }
        }
        facts->padded += padded;
        if (padded < part) count_in(facts, least + lowest, greatest + lowest);
    }
}

static void load_floats(
    const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded, float *voxels, size_t count,
    crender_slice_facts *facts) {
    double stored[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_values(cells, first, part, stored);
        for (size_t i = 0; i < part; i++) {
            float value = is_padded(stored[i], excluded) ? NAN : (float)crender_modality_value(modality, stored[i]);
            bool is_image = isfinite(value);
            voxels[first + i] = is_image ? value : NAN;
            facts->padded += !is_image;
            if (is_image) count_in(facts, value, value);
        }
    }
}

static int check_slice(const crender_volume *volume, uint32_t slice, const crender_cells *cells, char *message) {
    if (slice >= volume->slices)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "slice %u of a volume of %u", slice, volume->slices);
    if (cells->samples != 1) return crender_fail(message, CRENDER_UNSUPPORTED, "a volume of colours");
    if (cells->columns != volume->columns || cells->rows != volume->rows)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a slice of %u × %u pixels in a volume of %u × %u", cells->columns,
                            cells->rows, volume->columns, volume->rows);
    if (volume->kind == CRENDER_VALUES_FLOAT32) return CRENDER_OK;
    bool is_signed = volume->kind == CRENDER_VALUES_INT16;
    bool fits = is_signed ? cells->is_signed || cells->bits_stored < 16 : !cells->is_signed;
    if (!crender_cells_are_narrow(cells) || !fits)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "the slice's values do not fit the volume's voxels");
    return CRENDER_OK;
}

int crender_volume_load(
    const crender_volume *volume, uint32_t slice, const crender_source *source, const crender_modality *modality,
    const crender_padding *padding, crender_slice_facts *facts, char *message) {
    *facts = (crender_slice_facts){.least = INFINITY, .greatest = -INFINITY, .padding_low = 1};
    crender_cells cells;
    int status = crender_cells_check(source, &cells, message);
    if (status == CRENDER_OK) status = check_slice(volume, slice, &cells, message);
    if (status == CRENDER_OK) status = crender_modality_check(modality, message);
    if (status != CRENDER_OK) return status;

    size_t count = (size_t)cells.rows * cells.columns;
    void *voxels = (char *)volume->voxels + slice * count * voxel_size(volume->kind);
    crender_exclusion excluded = crender_exclusion_of(padding, &cells);
    facts->padding_low = excluded.low;
    facts->padding_high = excluded.high;
    if (volume->kind == CRENDER_VALUES_FLOAT32) load_floats(&cells, modality, excluded, voxels, count, facts);
    else load_integers(&cells, excluded, voxels, count, facts);
    return CRENDER_OK;
}

void crender_volume_settle(crender_volume *volume, double least) {
    double lowest = volume->kind == CRENDER_VALUES_INT16 ? INT16_MIN : 0;
    if (volume->kind == CRENDER_VALUES_FLOAT32) volume->outside = NAN;
    else if (!(least > lowest)) volume->outside = lowest;
    else volume->outside = fmin(least - 1, INT16_MAX);
}

int crender_volume_blank(crender_volume *volume, uint32_t slice, const crender_slice_facts *facts, char *message) {
    if (slice >= volume->slices)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "slice %u of a volume of %u", slice, volume->slices);
    if (facts->padded == 0) return CRENDER_OK;
    volume->has_padding = true;
    if (volume->kind == CRENDER_VALUES_FLOAT32) return CRENDER_OK;
    size_t count = (size_t)volume->rows * volume->columns;
    uint16_t *voxels = (uint16_t *)volume->voxels + slice * count, outside = (uint16_t)(int32_t)volume->outside;
    bool is_signed = volume->kind == CRENDER_VALUES_INT16;
    for (size_t i = 0; i < count; i++) {
        double value = is_signed ? (int16_t)voxels[i] : voxels[i];
        voxels[i] = value >= facts->padding_low && value <= facts->padding_high ? outside : voxels[i];
    }
    return CRENDER_OK;
}
