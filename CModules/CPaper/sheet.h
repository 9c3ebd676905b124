// What the files of this module share of a sheet.
#ifndef YIGONG_CPAPER_SHEET_H
#define YIGONG_CPAPER_SHEET_H

#include <pango/pangocairo.h>

#include "bytes.h"
#include "cpaper.h"

struct cpaper_sheet {
    enum cpaper_kind kind;
    double resolution;
    int quality;
    cairo_surface_t *surface;
    cairo_t *cairo;
    /// Of the type on this sheet; made with its first text.
    PangoLayout *layout;
    /// What a PDF or SVG has written so far.
    cpaper_bytes written;
    int pages;
};

/// Millimetres of one point: Cairo and Pango work in points, everything here in millimetres.
#define MILLIMETRES_PER_POINT (25.4 / 72.0)

static inline void cpaper_use_color(cairo_t *cairo, const cpaper_color *color) {
    cairo_set_source_rgba(cairo, color->red, color->green, color->blue, color->alpha);
}

#endif
