// Planes along the axes whose pixels are voxels: nothing to interpolate.
#ifndef YIGONG_CRENDER_ORTHOGONAL_H
#define YIGONG_CRENDER_ORTHOGONAL_H

#include "crender_plane.h"

/// Copies the plane; false, with nothing written, where its pixels are not voxels.
bool crender_orthogonal_copy(const crender_volume *volume, const crender_plane *plane, void *pixels);

#endif
