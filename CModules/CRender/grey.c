#include "grey.h"

#include <math.h>

#include "fail.h"
#include "table.h"

#pragma STDC FP_CONTRACT OFF

int crender_modality_check(const crender_modality *modality, char *message) {
    if (crender_table_is_present(&modality->table))
        return crender_table_check(&modality->table, "the modality lookup table", message);
    if (!isfinite(modality->slope) || !isfinite(modality->intercept))
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "Rescale Slope %g and Intercept %g", modality->slope,
                            modality->intercept);
    return CRENDER_OK;
}

double crender_modality_value(const crender_modality *modality, double stored) {
    if (crender_table_is_present(&modality->table)) return crender_table_entry(&modality->table, stored);
    return stored * modality->slope + modality->intercept;
}

bool crender_padding_range(const crender_padding *padding, const crender_cells *cells, double *low, double *high) {
    if (!padding->is_present) return false;
    double value = crender_cells_masked(cells, padding->value), limit = crender_cells_masked(cells, padding->limit);
    *low = fmin(value, limit);
    *high = fmax(value, limit);
    return true;
}

bool crender_grey_is_linear(const crender_grey_chain *chain) {
    if (chain->voi.kind == CRENDER_VOI_LINEAR) return chain->voi.width > 1;
    return chain->voi.kind == CRENDER_VOI_LINEAR_EXACT && chain->voi.width > 0;
}

/// The formula of PS3.3 C.11.2.1.2.1 or C.11.2.1.3.2 between its two clamps.
static double line(const crender_grey_chain *chain, double value) {
    double centre = chain->voi.centre, width = chain->voi.width;
    if (chain->voi.kind == CRENDER_VOI_LINEAR) return ((value - (centre - 0.5)) / (width - 1) + 0.5) * chain->top;
    return ((value - centre) / width + 0.5) * chain->top;
}

double crender_grey_line(const crender_grey_chain *chain, double stored) {
    return line(chain, crender_modality_value(&chain->modality, stored));
}

/// A window too narrow for a line: black up to the centre, white beyond.
static double step(const crender_grey_chain *chain, double value) {
    double edge = chain->voi.kind == CRENDER_VOI_LINEAR ? chain->voi.centre - 0.5 : chain->voi.centre;
    return value > edge ? chain->top : 0;
}

static double displayed(const crender_grey_chain *chain, double value) {
    switch (chain->voi.kind) {
    case CRENDER_VOI_TABLE:
        return crender_table_entry(&chain->voi.table, value) * chain->top / chain->voi_table_top;
    case CRENDER_VOI_SIGMOID:
        if (!(chain->voi.width > 0)) return step(chain, value);
        return chain->top / (1 + exp(-4 * (value - chain->voi.centre) / chain->voi.width));
    default:
        return crender_grey_is_linear(chain) ? line(chain, value) : step(chain, value);
    }
}

uint32_t crender_grey_level(const crender_grey_chain *chain, double stored) {
    if (isnan(stored)) return 0;
    if (chain->has_padding && stored >= chain->padding_low && stored <= chain->padding_high) return 0;
    double value = displayed(chain, crender_modality_value(&chain->modality, stored));
    double level = floor(value + 0.5);
    if (!(level > 0)) level = 0;
    if (level > chain->top) level = chain->top;
    return (uint32_t)(chain->inverts ? chain->top - level : level);
}
