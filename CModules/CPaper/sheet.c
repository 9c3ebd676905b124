// Opening a sheet, its pages, and its bytes.
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "raster.h"
#include "sheet.h"
#include "svg.h"

/// The side of the largest page: PDF 1.7 annex C allows 200 inches.
static const double greatest_side = 5080;

static cairo_status_t keep(void *bytes, const unsigned char *data, unsigned int length) {
    return cpaper_append(bytes, data, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

static int check(cairo_status_t status, char *message) {
    if (status == CAIRO_STATUS_SUCCESS) return CPAPER_OK;
    int code = status == CAIRO_STATUS_NO_MEMORY ? CPAPER_NO_MEMORY : CPAPER_INTERNAL;
    return cpaper_fail(message, code, "Cairo says: %s", cairo_status_to_string(status));
}

/// Without a date of its own a PDF would carry the clock's, and no two would be equal.
static void describe(cairo_surface_t *pdf, const cpaper_options *options) {
    if (options->title) cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, options->title);
    if (options->author) cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, options->author);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, options->created ? options->created : "");
}

int cpaper_open(const cpaper_options *options, cpaper_sheet **sheet, char *message) {
    *sheet = NULL;
    bool is_raster = options->kind == CPAPER_PNG || options->kind == CPAPER_JPEG;
    if (is_raster && !(options->resolution >= 10 && options->resolution <= 2400))
        return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no picture of %g dots an inch", options->resolution);
    if (options->kind == CPAPER_JPEG && (options->quality < 1 || options->quality > 100))
        return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no JPEG of quality %d", options->quality);

    cpaper_sheet *opened = calloc(1, sizeof *opened);
    if (!opened) return cpaper_fail(message, CPAPER_NO_MEMORY, "no memory for a sheet");
    opened->kind = options->kind;
    opened->resolution = options->resolution;
    opened->quality = options->quality;
    if (options->kind == CPAPER_PDF) {
        opened->surface = cairo_pdf_surface_create_for_stream(keep, &opened->written, 1, 1);
        describe(opened->surface, options);
    }
    *sheet = opened;
    return CPAPER_OK;
}

static cairo_surface_t *surface_of_page(cpaper_sheet *sheet, double width, double height) {
    double width_points = width / MILLIMETRES_PER_POINT, height_points = height / MILLIMETRES_PER_POINT;
    if (sheet->kind == CPAPER_SVG) {
        cairo_surface_t *svg = cairo_svg_surface_create_for_stream(keep, &sheet->written, width_points, height_points);
        return svg;
    }
    return cpaper_raster(width, height, sheet->resolution);
}

/// Millimetres for the page that now begins, type as it will be printed: no hinting, no rounding of advances.
static void prepare(cpaper_sheet *sheet) {
    bool is_raster = sheet->kind == CPAPER_PNG || sheet->kind == CPAPER_JPEG;
    double scale = is_raster ? sheet->resolution / 25.4 : 1 / MILLIMETRES_PER_POINT;
    cairo_identity_matrix(sheet->cairo);
    cairo_scale(sheet->cairo, scale, scale);
    cairo_set_line_join(sheet->cairo, CAIRO_LINE_JOIN_ROUND);
}

int cpaper_page(cpaper_sheet *sheet, double width, double height, char *message) {
    bool has_size = width > 0 && height > 0 && width <= greatest_side && height <= greatest_side;
    if (!has_size) return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no page of %g × %g mm", width, height);
    if (sheet->kind == CPAPER_PDF) {
        if (sheet->pages) cairo_show_page(sheet->cairo);
        cairo_pdf_surface_set_size(sheet->surface, width / MILLIMETRES_PER_POINT, height / MILLIMETRES_PER_POINT);
    } else {
        if (sheet->pages) return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "only a PDF has more than one page");
        if (sheet->kind != CPAPER_SVG && !cpaper_raster_fits(width, height, sheet->resolution))
            return cpaper_fail(message, CPAPER_TOO_LARGE, "%g × %g mm at %g dots an inch", width, height, sheet->resolution);
        sheet->surface = surface_of_page(sheet, width, height);
    }
    if (!sheet->cairo) sheet->cairo = cairo_create(sheet->surface);
    sheet->pages++;
    prepare(sheet);
    return check(cairo_status(sheet->cairo), message);
}

int cpaper_finish(cpaper_sheet *sheet, cpaper_file *file, char *message) {
    *file = (cpaper_file){NULL, 0};
    if (!sheet->pages) return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "a sheet without a page");
    int status = check(cairo_status(sheet->cairo), message);
    if (status != CPAPER_OK) return status;
    if (sheet->kind == CPAPER_PNG) return cpaper_write_png(sheet->surface, sheet->resolution, file, message);
    if (sheet->kind == CPAPER_JPEG) return cpaper_write_jpeg(sheet->surface, sheet->resolution, sheet->quality, file, message);
    cairo_show_page(sheet->cairo);
    cairo_surface_finish(sheet->surface);
    status = check(cairo_surface_status(sheet->surface), message);
    if (status != CPAPER_OK) return status;
    if (sheet->kind == CPAPER_SVG) cpaper_settle_svg(&sheet->written);
    *file = (cpaper_file){sheet->written.data, sheet->written.length};
    sheet->written = (cpaper_bytes){NULL, 0, 0};
    return CPAPER_OK;
}

void cpaper_close(cpaper_sheet *sheet) {
    if (!sheet) return;
    if (sheet->layout) g_object_unref(sheet->layout);
    if (sheet->cairo) cairo_destroy(sheet->cairo);
    if (sheet->surface) cairo_surface_destroy(sheet->surface);
    free(sheet->written.data);
    free(sheet);
}

void cpaper_release(cpaper_file *file) {
    free(file->data);
    *file = (cpaper_file){NULL, 0};
}
