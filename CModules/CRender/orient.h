// Turning and mirroring a picture.
#ifndef YIGONG_CRENDER_ORIENT_H
#define YIGONG_CRENDER_ORIENT_H

#include "crender_geometry.h"
#include "crender_picture.h"

/// Rotates clockwise, then flips (PS3.3 C.10.6); on failure the picture stays as it was.
int crender_orient(crender_picture *picture, const crender_geometry *geometry, char *message);

#endif
