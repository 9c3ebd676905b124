// A series as one block of voxels, ready to be cut in any direction.
//
// Coordinates are voxel indices: (0, 0, 0) is the centre of the first voxel, and a volume reaches half a voxel beyond the centres
// of its outermost ones. Where a voxel lies in the patient is the caller's to know: a shear of the gantry is one affine
// transform like any other.
#ifndef YIGONG_CRENDER_VOLUME_H
#define YIGONG_CRENDER_VOLUME_H

#include "crender_grey.h"
#include "crender_source.h"
#include "crender_values.h"

/// Voxels of any kind below are laid out column by column, row by row, slice by slice. Integers are stored values, all of one rescale;
/// floating-point voxels are modality values, for series whose slices differ in it.
typedef struct crender_volume {
    crender_value_kind kind;
    uint32_t columns;
    uint32_t rows;
    uint32_t slices;
    void *voxels;
    /// Bytes at `voxels`.
    size_t length;
    /// What a picture shows where there is no voxel, and what padding has been replaced by: below every voxel where the kind allows
    /// it; NaN for floating point.
    double outside;
    /// Some voxels are `outside`.
    bool has_padding;
    /// Slices that are not equally far apart: the place of each along the third axis, ascending, in the unit that the third
    /// coordinate of a plane is given in. Null where they are, and the coordinate is the index.
    const double *places;
} crender_volume;

/// Each side of a volume is at least 2, and its voxels are fewer than 2^31.
#define CRENDER_VOLUME_VOXELS (((uint64_t)1 << 31) - 1)

/// Takes memory for a volume, not yet filled; `volume->voxels` is the caller's to give back with crender_free.
int crender_volume_create(
    crender_value_kind kind, uint32_t columns, uint32_t rows, uint32_t slices, crender_volume *volume, char *message);

/// What a slice holds. `least` is greater than `greatest` when all of it is padding.
typedef struct crender_slice_facts {
    /// Of the voxels as they were written, padding left out.
    double least;
    double greatest;
    uint64_t padded;
    /// The stored values that were taken for padding, both ends included; none where `padding_low` is the greater.
    double padding_low;
    double padding_high;
} crender_slice_facts;

/// Writes a decoded grey frame into one slice; different slices may be written at the same time. `modality` is applied for floating
/// point only, where padding becomes NaN; integers keep their padding until crender_volume_blank.
int crender_volume_load(
    const crender_volume *volume, uint32_t slice, const crender_source *source, const crender_modality *modality,
    const crender_padding *padding, crender_slice_facts *facts, char *message);

/// Decides on `outside`, once the least voxel of all slices is known.
void crender_volume_settle(crender_volume *volume, double least);

/// Replaces what crender_volume_load found to be padding in a slice by `outside`.
int crender_volume_blank(crender_volume *volume, uint32_t slice, const crender_slice_facts *facts, char *message);

#endif
