// A layout drawn run by run.
#ifndef YIGONG_CPAPER_RUNS_H
#define YIGONG_CPAPER_RUNS_H

#include <pango/pangocairo.h>

/// Draws a layout as pango_cairo_show_layout does, its upper left corner at the current point, with faces whose outlines are embedded.
void cpaper_show_outlined(cairo_t *cairo, PangoLayout *layout);

#endif
