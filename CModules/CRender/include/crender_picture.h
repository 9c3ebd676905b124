// The main entry: a frame and a request in, a picture out.
#ifndef YIGONG_CRENDER_PICTURE_H
#define YIGONG_CRENDER_PICTURE_H

#include "crender_colour.h"
#include "crender_geometry.h"
#include "crender_grey.h"
#include "crender_overlay.h"
#include "crender_source.h"

/// What is to be shown of a frame. The parameters are those of this very frame: enhanced multi-frame objects change them.
typedef struct crender_request {
    crender_modality modality;
    crender_voi voi;
    crender_padding padding;
    /// Inverts the result: the caller's wish, on top of what the object asks for.
    bool inverts;
    /// Presentation LUT Shape (2050,0020) is INVERSE. With MONOCHROME1 it says the same thing a second time, and inverts
    /// once (PS3.3 C.8.11.3.1.2).
    bool has_inverse_shape;
    /// Required for CRENDER_PALETTE_COLOR; with MONOCHROME2 it must be supplemental. Null where absent.
    const crender_palette *palette;
    const crender_overlay *overlays;
    size_t overlay_count;
    crender_geometry geometry;
    /// 8, or 16 for a grey picture of full depth.
    uint32_t bits;
} crender_request;

/// Rows from the top, without padding between them. 16-bit samples are in the byte order of this machine.
typedef struct crender_picture {
    uint32_t width;
    uint32_t height;
    /// 1 grey, 3 red green blue.
    uint32_t channels;
    /// Bits of a sample: 8 or 16.
    uint32_t bits;
    uint8_t *data;
    size_t length;
} crender_picture;

/// A picture's bytes never pass this limit (1 GiB).
#define CRENDER_PICTURE_LIMIT ((size_t)1 << 30)

/// Renders one frame; `picture->data` is the caller's to give back with crender_free, and null on failure.
int crender_render(const crender_source *source, const crender_request *request, crender_picture *picture, char *message);

#endif
