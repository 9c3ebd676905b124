// Numbers instead of a picture: modality values at full range for a viewer, and statistics of a frame.
#ifndef YIGONG_CRENDER_VALUES_H
#define YIGONG_CRENDER_VALUES_H

#include "crender_grey.h"
#include "crender_source.h"

typedef enum crender_value_kind {
    CRENDER_VALUES_INT16,
    CRENDER_VALUES_UINT16,
    CRENDER_VALUES_FLOAT32
} crender_value_kind;

/// Modality values of a frame, row by row.
typedef struct crender_values {
    crender_value_kind kind;
    void *data;
    /// Bytes at `data`.
    size_t length;
} crender_values;

/// Applies the modality transform to every pixel, padding included. The values come as 16-bit integers when each of them is
/// one (signed if it can be, else unsigned), otherwise as 32-bit floating point.
int crender_modality_values(
    const crender_source *source, const crender_modality *modality, crender_values *values, char *message);

/// Modality values of the pixels that are neither padding nor NaN nor infinite.
typedef struct crender_statistics {
    uint64_t count;
    /// The four are 0 when `count` is 0.
    double minimum;
    double maximum;
    double mean;
    /// Of the population: divided by `count`.
    double standard_deviation;
} crender_statistics;

int crender_measure(
    const crender_source *source, const crender_modality *modality, const crender_padding *padding,
    crender_statistics *statistics, char *message);

/// Counts modality values into `bin_count` bins of equal width over `low` … `high`; the last bin includes `high`. What lies outside is
/// not counted.
int crender_histogram(
    const crender_source *source, const crender_modality *modality, const crender_padding *padding, double low, double high,
    uint64_t *bins, size_t bin_count, char *message);

#endif
