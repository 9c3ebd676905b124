#include "crender_plane.h"
#include "fail.h"

enum { ONE = 1 << 15 };

int crender_fuse(
    const uint8_t *grey, const uint8_t *levels, const uint8_t *shown, size_t count, const uint8_t *colours, double opacity,
    uint8_t *mixed, char *message) {
    if (!(opacity >= 0 && opacity <= 1)) return crender_fail(message, CRENDER_BAD_ARGUMENT, "an opacity of %g; 0 to 1", opacity);
    int32_t weight = (int32_t)(opacity * ONE + 0.5);
    for (size_t i = 0; i < count; i++) {
        int32_t part = !shown || shown[i] ? weight : 0;
        const uint8_t *colour = colours + 3 * (size_t)levels[i];
        for (int channel = 0; channel < 3; channel++)
            mixed[3 * i + channel] = (uint8_t)((grey[i] * (ONE - part) + colour[channel] * part + ONE / 2) >> 15);
    }
    return CRENDER_OK;
}
