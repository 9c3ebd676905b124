#include "fetch.h"

#include <string.h>

static inline uint64_t load_two(const char *from, ptrdiff_t row) {
    uint32_t before, behind;
    memcpy(&before, from, sizeof before);
    memcpy(&behind, from + row, sizeof behind);
    return before | (uint64_t)behind << 32;
}

void crender_fetch_pairs(const crender_volume *volume, const crender_run *run, const int32_t *indices, crender_pairs *pairs) {
    bool is_float = volume->kind == CRENDER_VALUES_FLOAT32;
    ptrdiff_t size = is_float ? 4 : 2, row = size * volume->columns, slice = row * volume->rows, ahead = size * run->ahead;
    const char *base = (const char *)volume->voxels + crender_run_origin(volume, run) * (size_t)size;
    if (is_float) {
        for (uint32_t i = 0; i < run->count; i++) {
            const char *at = base + 4 * (ptrdiff_t)indices[i];
            for (int side = 0; side < 2; side++) {
                pairs->first[side][i] = load_two(at + (side ? slice : 0), row);
                pairs->second[side][i] = load_two(at + (side ? slice : 0) + 4, row);
            }
            __builtin_prefetch(at + ahead);
        }
        return;
    }
    for (uint32_t i = 0; i < run->count; i++) {
        const char *at = base + 2 * (ptrdiff_t)indices[i];
        pairs->first[0][i] = load_two(at, row);
        pairs->first[1][i] = load_two(at + slice, row);
        __builtin_prefetch(at + ahead);
    }
}
