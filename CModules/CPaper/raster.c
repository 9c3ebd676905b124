#include "raster.h"

#include <math.h>

enum {
    /// A4 at 1200 dots an inch is 139 million.
    GREATEST_PIXELS = 150000000,
    GREATEST_SIDE = 30000
};

static int side(double millimetres, double resolution) {
    double pixels = round(millimetres * resolution / 25.4);
    return pixels < 1 ? 1 : (int)fmin(pixels, GREATEST_SIDE + 1);
}

bool cpaper_raster_fits(double width, double height, double resolution) {
    long long columns = side(width, resolution), rows = side(height, resolution);
    return columns <= GREATEST_SIDE && rows <= GREATEST_SIDE && columns * rows <= GREATEST_PIXELS;
}

cairo_surface_t *cpaper_raster(double width, double height, double resolution) {
    cairo_surface_t *page = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side(width, resolution), side(height, resolution));
    cairo_t *cairo = cairo_create(page);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    return page;
}
