// Scaling a picture: averaging where it shrinks, interpolation where it grows, each axis on its own.
#ifndef YIGONG_CRENDER_RESAMPLE_H
#define YIGONG_CRENDER_RESAMPLE_H

#include "crender_geometry.h"
#include "crender_picture.h"

/// Replaces the picture by one of the given size; on failure the picture stays as it was.
int crender_resample(crender_picture *picture, uint32_t width, uint32_t height, crender_filter filter, char *message);

#endif
