// Burning overlays into a picture at the frame's own resolution.
#ifndef YIGONG_CRENDER_BURN_H
#define YIGONG_CRENDER_BURN_H

#include "cells.h"
#include "crender_overlay.h"
#include "crender_picture.h"
#include "render_grey.h"

/// Checks an overlay against its bits and the frame.
int crender_overlay_check(const crender_overlay *overlay, const crender_source *source, char *message);

/// Whether the overlay needs a colour picture.
static inline bool crender_overlay_is_coloured(const crender_overlay *overlay) {
    return overlay->red != overlay->green || overlay->green != overlay->blue;
}

/// Burns the overlay into a picture that shows `part` of the frame. In a grey picture its red is its level.
void crender_overlay_burn(
    const crender_overlay *overlay, const crender_source *source, crender_rectangle part, crender_picture *picture);

#endif
