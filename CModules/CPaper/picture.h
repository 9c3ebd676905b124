// Pictures that are placed on a page.
#ifndef YIGONG_CPAPER_PICTURE_H
#define YIGONG_CPAPER_PICTURE_H

#include <cairo.h>

#include "cpaper.h"

bool cpaper_picture_fits(uint64_t width, uint64_t height);

int cpaper_read_jpeg(const cpaper_picture *picture, cairo_surface_t **surface, char *message);

#endif
