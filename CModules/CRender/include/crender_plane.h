// Cutting a volume: planes in any direction, slabs, and surfaces along a drawn line.
#ifndef YIGONG_CRENDER_PLANE_H
#define YIGONG_CRENDER_PLANE_H

#include "crender_picture.h"
#include "crender_volume.h"

typedef enum crender_interpolation {
    CRENDER_SAMPLE_NEAREST,
    CRENDER_SAMPLE_LINEAR,
    /// Catmull-Rom along each axis; the overshoot is kept within what the kind of voxel holds.
    CRENDER_SAMPLE_CUBIC
} crender_interpolation;

/// What becomes of the samples of a slab. Samples outside the volume, or touching padding, are left out.
typedef enum crender_projection {
    CRENDER_PROJECT_MAXIMUM,
    CRENDER_PROJECT_MINIMUM,
    CRENDER_PROJECT_MEAN
} crender_projection;

/// A rectangle of pixels in the coordinates of a volume, and how it is sampled.
typedef struct crender_plane {
    /// The centre of the upper left pixel, on the first layer.
    double origin[3];
    /// From a pixel to its right neighbour, to the one below, and from a layer to the next.
    double right[3];
    double down[3];
    double through[3];
    uint32_t width;
    uint32_t height;
    /// 1 for a plane without thickness.
    uint32_t layers;
    crender_interpolation interpolation;
    crender_projection projection;
} crender_plane;

/// No more pixels on a plane than this, and no more layers in a slab.
#define CRENDER_PLANE_PIXELS ((uint64_t)1 << 26)
#define CRENDER_PLANE_LAYERS 4096u

/// Fills `pixels` with `width` × `height` values of the volume's kind, rounded to the nearest, ties to even.
int crender_plane_sample(const crender_volume *volume, const crender_plane *plane, void *pixels, size_t length, char *message);

/// A surface that follows a line, laid flat: column after column of the picture is one point of the line.
typedef struct crender_curve {
    /// `width` points on the line, three coordinates each: the middle of each column.
    const double *points;
    /// Through the slab at each point: from a layer to the next, three coordinates each.
    const double *through;
    /// From a pixel to the one below.
    double down[3];
    uint32_t width;
    uint32_t height;
    uint32_t layers;
    crender_interpolation interpolation;
    crender_projection projection;
} crender_curve;

/// As crender_plane_sample; the layers lie on both sides of the line.
int crender_curve_sample(const crender_volume *volume, const crender_curve *curve, void *pixels, size_t length, char *message);

/// Lays a coloured picture over a grey one of the same size: `levels` through `colours` (256 × red, green, blue), mixed in by
/// `opacity` 0 … 1. Pixels whose `shown` is 0 keep the grey; null shows all. `mixed` takes `count` × 3 bytes.
int crender_fuse(
    const uint8_t *grey, const uint8_t *levels, const uint8_t *shown, size_t count, const uint8_t *colours, double opacity,
    uint8_t *mixed, char *message);

#endif
