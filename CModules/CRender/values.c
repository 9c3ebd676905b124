// Modality values of a whole frame, in the smallest type that holds them.
#include "crender_values.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "grey.h"
#include "table.h"
#include "tally.h"

#pragma STDC FP_CONTRACT OFF

enum { CHUNK = 4096 };

/// 16-bit integers where slope, intercept and every value of the frame are whole numbers that fit.
static int choose_kind(
    const crender_cells *cells, const crender_modality *modality, crender_value_kind *kind, char *message) {
    *kind = CRENDER_VALUES_FLOAT32;
    bool has_table = crender_table_is_present(&modality->table);
    bool is_whole = has_table || (modality->slope == floor(modality->slope) && modality->intercept == floor(modality->intercept));
    if (cells->kind != CRENDER_INTEGER || !is_whole) return CRENDER_OK;

    double least, greatest;
    int status = crender_find_value_range(cells, modality, (crender_exclusion){1, 0}, 0, &least, &greatest, message);
    if (status != CRENDER_OK) return status;
    if (least >= -32768 && greatest <= 32767) *kind = CRENDER_VALUES_INT16;
    else if (least >= 0 && greatest <= 65535) *kind = CRENDER_VALUES_UINT16;
    return CRENDER_OK;
}

static inline void store(void *data, crender_value_kind kind, size_t index, double value) {
    if (kind == CRENDER_VALUES_INT16) ((int16_t *)data)[index] = (int16_t)value;
    else if (kind == CRENDER_VALUES_UINT16) ((uint16_t *)data)[index] = (uint16_t)value;
    else ((float *)data)[index] = (float)value;
}

/// One multiplication a pixel; narrow cells without a table. Whole numbers of 32 bits are exact, so no rounding enters.
static void fill_rescaled(const crender_cells *cells, const crender_modality *modality, size_t count, crender_values *values) {
    int32_t slope = (int32_t)modality->slope, shift = (int32_t)(cells->lowest * modality->slope + modality->intercept);
    uint16_t codes[CHUNK], *integers = values->data;
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_codes(cells, first, part, codes);
        // The low 16 bits are the value, signed or not: it is known to fit.
        for (size_t i = 0; i < part; i++) integers[first + i] = (uint16_t)(codes[i] * (uint32_t)slope + (uint32_t)shift);
    }
}

static void fill_each(const crender_cells *cells, const crender_modality *modality, size_t count, crender_values *values) {
    double stored[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_values(cells, first, part, stored);
        for (size_t i = 0; i < part; i++)
            store(values->data, values->kind, first + i, crender_modality_value(modality, stored[i]));
    }
}

int crender_modality_values(
    const crender_source *source, const crender_modality *modality, crender_values *values, char *message) {
    crender_cells cells;
    *values = (crender_values){CRENDER_VALUES_FLOAT32, NULL, 0};
    int status = crender_cells_check(source, &cells, message);
    if (status == CRENDER_OK) status = crender_modality_check(modality, message);
    if (status != CRENDER_OK) return status;
    if (cells.samples != 1) return crender_fail(message, CRENDER_UNSUPPORTED, "colour has no modality values");
    status = choose_kind(&cells, modality, &values->kind, message);
    if (status != CRENDER_OK) return status;

    size_t count = (size_t)cells.rows * cells.columns;
    size_t length = count * (values->kind == CRENDER_VALUES_FLOAT32 ? sizeof(float) : sizeof(uint16_t));
    values->data = malloc(length);
    if (!values->data) return crender_fail_memory(message, length);
    values->length = length;

    bool is_rescaled = !crender_table_is_present(&modality->table) && crender_cells_are_narrow(&cells);
    bool is_small = fabs(modality->slope) < 0x1p15 && fabs(modality->intercept) < 0x1p30;
    if (values->kind != CRENDER_VALUES_FLOAT32 && is_rescaled && is_small) fill_rescaled(&cells, modality, count, values);
    else fill_each(&cells, modality, count, values);
    return CRENDER_OK;
}
