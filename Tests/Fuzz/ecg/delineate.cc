#include <cstdlib>

#include "signal_input.h"

static void check(cecg_span span, int64_t count) {
    if (span.onset == -1 && span.peak == -1 && span.offset == -1) return;
    if (span.onset < 0 || span.offset > count || span.onset > span.offset) abort();
}

/// Any signal: every beat and wave lies inside it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 8) return 0;
    SignalInput input(data, size);
    cecg_delineation found;
    char message[CECG_MESSAGE_SIZE] = "";
    int status = cecg_delineate(&input.signal, &found, message);
    if (status != CECG_OK) {
        if (message[0] == 0) abort();
        return 0;
    }
    int64_t count = (int64_t)input.signal.count;
    for (size_t b = 0; b < found.beat_count; b++) {
        if (found.beats[b].at < -100 || found.beats[b].at > count + 100 || found.beats[b].shape < 0) abort();
        if ((size_t)found.beats[b].shape >= found.median_count) abort();
        for (size_t lead = 0; lead < found.leads; lead++) {
            check(found.p[b * found.leads + lead], count);
            check(found.qrs[b * found.leads + lead], count);
            check(found.t[b * found.leads + lead], count);
        }
    }
    for (size_t s = 0; s < found.median_count; s++) {
        check(found.medians[s].qrs, CECG_MEDIAN_COUNT);
        check(found.medians[s].t, CECG_MEDIAN_COUNT);
        check(found.medians[s].p, CECG_MEDIAN_COUNT);
    }
    cecg_delineation_destroy(&found);
    return 0;
}
