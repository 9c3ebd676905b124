// Pages of pixels: PNG and JPEG.
#ifndef YIGONG_CPAPER_RASTER_H
#define YIGONG_CPAPER_RASTER_H

#include <cairo.h>

#include "cpaper.h"

/// Whether a page has a number of pixels that memory is spent on.
bool cpaper_raster_fits(double width, double height, double resolution);

/// A white page, millimetres by dots an inch.
cairo_surface_t *cpaper_raster(double width, double height, double resolution);

int cpaper_write_png(cairo_surface_t *page, double resolution, cpaper_file *file, char *message);
int cpaper_write_jpeg(cairo_surface_t *page, double resolution, int quality, cpaper_file *file, char *message);

#endif
