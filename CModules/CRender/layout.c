#include "layout.h"

#include <math.h>

#include "crender_picture.h"
#include "fail.h"

static int crop(const crender_geometry *geometry, const crender_cells *cells, crender_rectangle *part, char *message) {
    if (geometry->crop_x >= cells->columns || geometry->crop_y >= cells->rows)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "the part begins at %u, %u, outside %u × %u", geometry->crop_x,
                            geometry->crop_y, cells->columns, cells->rows);
    uint32_t width = cells->columns - geometry->crop_x, height = cells->rows - geometry->crop_y;
    if (geometry->crop_width > width || geometry->crop_height > height)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "the part %u × %u at %u, %u passes the edge of %u × %u",
                            geometry->crop_width, geometry->crop_height, geometry->crop_x, geometry->crop_y, cells->columns,
                            cells->rows);
    part->x = geometry->crop_x;
    part->y = geometry->crop_y;
    part->width = geometry->crop_width ? geometry->crop_width : width;
    part->height = geometry->crop_height ? geometry->crop_height : height;
    return CRENDER_OK;
}

/// The factor that makes `width` × `height` fill the viewport without passing it (PS3.18 8.3.5.1.3).
static double viewport_scale(const crender_geometry *geometry, double width, double height) {
    bool is_turned = geometry->rotation == 90 || geometry->rotation == 270;
    double across = is_turned ? geometry->viewport_height : geometry->viewport_width;
    double down = is_turned ? geometry->viewport_width : geometry->viewport_height;
    if (across == 0 && down == 0) return 1;
    if (across == 0) return down / height;
    if (down == 0) return across / width;
    return fmin(across / width, down / height);
}

int crender_lay_out(
    const crender_geometry *geometry, const crender_cells *cells, uint32_t bytes_per_pixel, crender_layout *layout, char *message) {
    int status = crop(geometry, cells, &layout->part, message);
    if (status != CRENDER_OK) return status;
    if (geometry->rotation % 90 || geometry->rotation >= 360)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a rotation by %u degrees", geometry->rotation);
    double aspect = geometry->pixel_aspect == 0 ? 1 : geometry->pixel_aspect;
    if (!(aspect >= 0.001 && aspect <= 1000))
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "pixels %g times as high as wide", aspect);

    // The shorter side of a pixel becomes the unit, so that no stored pixel is lost at the frame's own resolution.
    double width = layout->part.width * fmax(1 / aspect, 1), height = layout->part.height * fmax(aspect, 1);
    double scale = viewport_scale(geometry, width, height);
    double across = fmax(1, round(width * scale)), down = fmax(1, round(height * scale));
    if (!(across * down * bytes_per_pixel <= (double)CRENDER_PICTURE_LIMIT))
        return crender_fail(message, CRENDER_TOO_LARGE, "a picture of %.0f × %.0f pixels", across, down);
    layout->width = (uint32_t)across;
    layout->height = (uint32_t)down;
    return CRENDER_OK;
}
