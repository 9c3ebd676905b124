// Type, set by Pango in points and placed in millimetres. A font map is a thread's own (pango_cairo_font_map_get_default).
#include <math.h>
#include <string.h>

#include "fail.h"
#include "runs.h"
#include "sheet.h"

/// Chinese forms of Han characters first; the rest are for what Noto Sans CJK lacks.
static const char *family_names(enum cpaper_family family) {
    switch (family) {
    case CPAPER_SERIF: return "Noto Serif CJK SC,Noto Serif,serif";
    case CPAPER_MONO: return "Noto Sans Mono CJK SC,DejaVu Sans Mono,monospace";
    default: return "Noto Sans CJK SC,Noto Sans,sans-serif";
    }
}

/// Printed type is neither hinted nor are its advances rounded, so that a line is as wide on paper as on every screen.
static void settle(PangoContext *context) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
}

static PangoLayout *make_layout(void) {
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    settle(context);
    PangoLayout *layout = pango_layout_new(context);
    g_object_unref(context);
    return layout;
}

static double points(double millimetres) {
    return millimetres / MILLIMETRES_PER_POINT;
}

static void set_font(PangoLayout *layout, const cpaper_text *text) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, family_names(text->family));
    pango_font_description_set_absolute_size(font, points(text->size) * PANGO_SCALE);
    pango_font_description_set_weight(font, (PangoWeight)text->weight);
    if (text->is_italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static void set(PangoLayout *layout, const cpaper_text *text) {
    set_font(layout, text);
    pango_layout_set_width(layout, text->width > 0 ? (int)(points(text->width) * PANGO_SCALE) : -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout, text->line_limit > 0 ? -text->line_limit : -1);
    pango_layout_set_ellipsize(layout, text->width > 0 && text->line_limit > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    pango_layout_set_alignment(layout, alignments[text->alignment]);
    // A byte that is no text, and NUL, must not end the page with a warning.
    char *valid = g_utf8_make_valid(text->text, (gssize)text->length);
    pango_layout_set_text(layout, valid, -1);
    g_free(valid);
}

static bool is_sane(const cpaper_text *text) {
    return text->size > 0 && text->size <= 1000 && isfinite(text->x) && isfinite(text->y) && text->width <= 1e5
        && text->length <= INT32_MAX;
}

/// From the layout's upper left corner to what stands at x, y.
static void find_origin(PangoLayout *layout, const cpaper_text *text, double *left, double *top) {
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    *left = *top = 0;
    if (text->width <= 0 && text->alignment != CPAPER_LEFT)
        *left = -(double)width / PANGO_SCALE / (text->alignment == CPAPER_CENTRE ? 2 : 1);
    switch (text->anchor) {
    case CPAPER_TOP: break;
    case CPAPER_BASELINE: *top = -(double)pango_layout_get_baseline(layout) / PANGO_SCALE; break;
    case CPAPER_MIDDLE: *top = -(double)height / PANGO_SCALE / 2; break;
    case CPAPER_BOTTOM: *top = -(double)height / PANGO_SCALE; break;
    }
}

void cpaper_draw_text(cpaper_sheet *sheet, const cpaper_text *text) {
    if (!is_sane(text) || !text->length) return;
    if (!sheet->layout) sheet->layout = make_layout();
    set(sheet->layout, text);
    double left, top;
    find_origin(sheet->layout, text, &left, &top);
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, text->x, text->y);
    cairo_scale(sheet->cairo, MILLIMETRES_PER_POINT, MILLIMETRES_PER_POINT);
    if (text->rotation != 0) cairo_rotate(sheet->cairo, text->rotation * M_PI / 180);
    cairo_move_to(sheet->cairo, left, top);
    cpaper_use_color(sheet->cairo, &text->color);
    if (sheet->kind == CPAPER_PDF) cpaper_show_outlined(sheet->cairo, sheet->layout);
    else pango_cairo_show_layout(sheet->cairo, sheet->layout);
    cairo_new_path(sheet->cairo);
    cairo_restore(sheet->cairo);
}

int cpaper_measure(const cpaper_text *text, cpaper_extent *extent, char *message) {
    *extent = (cpaper_extent){0, 0, 0, 0};
    if (!is_sane(text)) return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no text of %g mm", text->size);
    PangoLayout *layout = make_layout();
    set(layout, text);
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    double unit = MILLIMETRES_PER_POINT / PANGO_SCALE;
    *extent = (cpaper_extent){
        width * unit, height * unit, pango_layout_get_baseline(layout) * unit, pango_layout_get_line_count(layout)};
    g_object_unref(layout);
    return CPAPER_OK;
}
