// Colour pixels of a rectangle of the frame: true colour and palettes.
#ifndef YIGONG_CRENDER_RENDER_COLOUR_H
#define YIGONG_CRENDER_RENDER_COLOUR_H

#include "crender_colour.h"
#include "render_grey.h"

/// Writes red, green, blue for each pixel of a three-sample frame.
void crender_render_colour(
    const crender_cells *cells, crender_photometric photometric, crender_rectangle part, uint8_t *colours);

/// Writes red, green, blue for each pixel of a one-sample frame; `grey` shows what a supplemental palette leaves grey.
int crender_render_palette(
    const crender_cells *cells, const crender_palette *palette, const crender_grey_chain *grey, crender_rectangle part,
    uint8_t *colours, char *message);

#endif
