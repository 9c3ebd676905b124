// Lines and areas.
#include <math.h>

#include "sheet.h"

/// How far a point may lie beside the line that leaves it out, millimetres: a dot of a printer of 1200 dots an inch.
static const double tolerance = 0.02;

static void use_stroke(cairo_t *cairo, const cpaper_stroke *stroke) {
    cpaper_use_color(cairo, &stroke->color);
    cairo_set_line_width(cairo, stroke->width);
    cairo_set_line_cap(cairo, stroke->cap == CPAPER_ROUND ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cairo, stroke->cap == CPAPER_ROUND ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    cairo_set_dash(cairo, stroke->dash, (int)stroke->dash_count, 0);
}

static void paint(cairo_t *cairo, const cpaper_color *fill, const cpaper_stroke *stroke) {
    if (fill) {
        cpaper_use_color(cairo, fill);
        cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
        cairo_fill_preserve(cairo);
    }
    if (stroke && stroke->width > 0) {
        use_stroke(cairo, stroke);
        cairo_stroke_preserve(cairo);
    }
    cairo_new_path(cairo);
}

void cpaper_save(cpaper_sheet *sheet, double x, double y, double scale, double rotation) {
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, x, y);
    if (scale > 0 && scale != 1) cairo_scale(sheet->cairo, scale, scale);
    if (rotation != 0) cairo_rotate(sheet->cairo, rotation * M_PI / 180);
}

void cpaper_restore(cpaper_sheet *sheet) {
    cairo_restore(sheet->cairo);
}

void cpaper_clip(cpaper_sheet *sheet, double x, double y, double width, double height) {
    cairo_rectangle(sheet->cairo, x, y, width, height);
    cairo_clip(sheet->cairo);
}

/// The directions, seen from the point last kept, in which a line passes all points since within the tolerance.
typedef struct {
    double x, y;
    double low, high;
    bool is_open;
} sleeve;

static void begin_sleeve(sleeve *view, double x, double y) {
    *view = (sleeve){x, y, 0, 0, true};
}

/// Narrows the sleeve by a point; false when the line cannot pass it as well. A line that turns back is not passed either.
static bool passes(sleeve *view, double x, double y) {
    double dx = x - view->x, dy = y - view->y;
    // Traces run to the right; every other course is kept point by point.
    if (dx <= 0) return false;
    double low = (dy - tolerance) / dx, high = (dy + tolerance) / dx, middle = dy / dx;
    if (!view->is_open && (middle < view->low || middle > view->high)) return false;
    view->low = view->is_open || low > view->low ? low : view->low;
    view->high = view->is_open || high < view->high ? high : view->high;
    view->is_open = false;
    return true;
}

static bool is_drawable(const double *point) {
    return isfinite(point[0]) && isfinite(point[1]);
}

/// Adds the points from `first` up to the next gap to the path; returns where that is.
static size_t trace(cairo_t *cairo, const double *points, size_t first, size_t count) {
    sleeve view;
    const double *previous = points + 2 * first;
    cairo_move_to(cairo, previous[0], previous[1]);
    begin_sleeve(&view, previous[0], previous[1]);
    size_t index = first + 1;
    for (; index < count && is_drawable(points + 2 * index); index++) {
        const double *point = points + 2 * index;
        if (!passes(&view, point[0], point[1])) {
            cairo_line_to(cairo, previous[0], previous[1]);
            begin_sleeve(&view, previous[0], previous[1]);
            if (!passes(&view, point[0], point[1])) {
                cairo_line_to(cairo, point[0], point[1]);
                begin_sleeve(&view, point[0], point[1]);
            }
        }
        previous = point;
    }
    cairo_line_to(cairo, previous[0], previous[1]);
    return index;
}

void cpaper_polyline(cpaper_sheet *sheet, const double *points, size_t count, const cpaper_stroke *stroke) {
    for (size_t index = 0; index < count;) {
        if (is_drawable(points + 2 * index)) index = trace(sheet->cairo, points, index, count);
        else index++;
    }
    paint(sheet->cairo, NULL, stroke);
}

void cpaper_segments(cpaper_sheet *sheet, const double *points, size_t count, const cpaper_stroke *stroke) {
    for (size_t index = 0; index + 1 < count; index += 2) {
        cairo_move_to(sheet->cairo, points[2 * index], points[2 * index + 1]);
        cairo_line_to(sheet->cairo, points[2 * index + 2], points[2 * index + 3]);
    }
    paint(sheet->cairo, NULL, stroke);
}

void cpaper_polygon(
    cpaper_sheet *sheet, const double *points, size_t count, const cpaper_color *fill, const cpaper_stroke *stroke) {
    for (size_t index = 0; index < count; index++)
        if (is_drawable(points + 2 * index)) cairo_line_to(sheet->cairo, points[2 * index], points[2 * index + 1]);
    if (count) cairo_close_path(sheet->cairo);
    paint(sheet->cairo, fill, stroke);
}

void cpaper_rectangle(
    cpaper_sheet *sheet, double x, double y, double width, double height, double radius, const cpaper_color *fill,
    const cpaper_stroke *stroke) {
    double corner = fmin(radius, fmin(width, height) / 2);
    if (corner > 0) {
        cairo_arc(sheet->cairo, x + width - corner, y + corner, corner, -M_PI / 2, 0);
        cairo_arc(sheet->cairo, x + width - corner, y + height - corner, corner, 0, M_PI / 2);
        cairo_arc(sheet->cairo, x + corner, y + height - corner, corner, M_PI / 2, M_PI);
        cairo_arc(sheet->cairo, x + corner, y + corner, corner, M_PI, 3 * M_PI / 2);
        cairo_close_path(sheet->cairo);
    } else {
        cairo_rectangle(sheet->cairo, x, y, width, height);
    }
    paint(sheet->cairo, fill, stroke);
}

void cpaper_ellipse(
    cpaper_sheet *sheet, double x, double y, double width, double height, const cpaper_color *fill, const cpaper_stroke *stroke) {
    if (!(width > 0 && height > 0)) return;
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, x + width / 2, y + height / 2);
    cairo_scale(sheet->cairo, width / 2, height / 2);
    cairo_new_sub_path(sheet->cairo);
    cairo_arc(sheet->cairo, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(sheet->cairo);
    paint(sheet->cairo, fill, stroke);
}
