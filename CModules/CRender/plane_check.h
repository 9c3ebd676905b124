// What every way of cutting a volume asks before it begins.
#ifndef YIGONG_CRENDER_PLANE_CHECK_H
#define YIGONG_CRENDER_PLANE_CHECK_H

#include "crender_plane.h"

/// Three finite numbers that integers of 32 bits can hold: nothing further away is in any volume.
bool crender_is_placed(const double *vector);

/// That the volume is one, and the picture is as long as its sides say.
int crender_plane_check(
    const crender_volume *volume, uint32_t width, uint32_t height, uint32_t layers, size_t length, char *message);

#endif
