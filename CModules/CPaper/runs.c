#include "runs.h"

#include "faces.h"

/// Glyphs of a run in Cairo's terms, and which of its text they stand for.
typedef struct {
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    int glyph_count, cluster_count;
} shaped_run;

/// Puts glyphs where Pango wants them. A run holds a glyph that is none where no font has the character.
static gboolean shape(const PangoGlyphItem *run, double x, double y, shaped_run *shaped) {
    const PangoGlyphString *from = run->glyphs;
    for (int i = 0; i < from->num_glyphs; i++) {
        const PangoGlyphInfo *glyph = from->glyphs + i;
        if (glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG) return FALSE;
        int next = i + 1 < from->num_glyphs ? from->log_clusters[i + 1] : run->item->length;
        gboolean begins = i == 0 || from->log_clusters[i] != from->log_clusters[i - 1];
        if (begins) shaped->clusters[shaped->cluster_count++] = (cairo_text_cluster_t){0, 0};
        cairo_text_cluster_t *cluster = shaped->clusters + shaped->cluster_count - 1;
        cluster->num_bytes += next - from->log_clusters[i];
        if (glyph->glyph != PANGO_GLYPH_EMPTY) {
            shaped->glyphs[shaped->glyph_count++] = (cairo_glyph_t){
                glyph->glyph, x + pango_units_to_double(glyph->geometry.x_offset), y + pango_units_to_double(glyph->geometry.y_offset)};
            cluster->num_glyphs++;
        }
        x += pango_units_to_double(glyph->geometry.width);
    }
    return TRUE;
}

static gboolean show_outlined(cairo_t *cairo, const PangoGlyphItem *run, const char *text, double x, double y) {
    PangoFont *font = run->item->analysis.font;
    cairo_font_face_t *face = run->item->analysis.level % 2 == 0 ? cpaper_outline_face(font) : NULL;
    if (!face) return FALSE;
    size_t count = (size_t)run->glyphs->num_glyphs;
    shaped_run shaped = {g_new(cairo_glyph_t, count), g_new(cairo_text_cluster_t, count), 0, 0};
    gboolean is_shaped = shape(run, x, y, &shaped);
    if (is_shaped) {
        cairo_matrix_t size;
        cairo_scaled_font_get_font_matrix(pango_cairo_font_get_scaled_font((PangoCairoFont *)font), &size);
        cairo_set_font_face(cairo, face);
        cairo_set_font_matrix(cairo, &size);
        cairo_show_text_glyphs(
            cairo, text + run->item->offset, run->item->length, shaped.glyphs, shaped.glyph_count, shaped.clusters,
            shaped.cluster_count, 0);
    }
    g_free(shaped.glyphs);
    g_free(shaped.clusters);
    return is_shaped;
}

void cpaper_show_outlined(cairo_t *cairo, PangoLayout *layout) {
    double left, top;
    cairo_get_current_point(cairo, &left, &top);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
    const char *text = pango_layout_get_text(layout);
    PangoLayoutIter *place = pango_layout_get_iter(layout);
    do {
        PangoGlyphItem *run = pango_layout_iter_get_run_readonly(place);
        if (!run) continue;
        PangoRectangle area;
        pango_layout_iter_get_run_extents(place, NULL, &area);
        double x = left + pango_units_to_double(area.x), y = top + pango_units_to_double(pango_layout_iter_get_baseline(place));
        if (show_outlined(cairo, run, text, x, y)) continue;
        cairo_move_to(cairo, x, y);
        pango_cairo_show_glyph_item(cairo, text, run);
    } while (pango_layout_iter_next_run(place));
    pango_layout_iter_free(place);
}
