#include "faces.h"

#include <cairo-ft.h>
#include <pango/pangofc-font.h>
#include <string.h>

#include FT_FREETYPE_H

enum { GREATEST_FACES = 64 };

/// Cairo embeds the outlines of a synthesised face, and copies the tables of any other. When it copies a CFF font whose glyphs share
/// subroutines (all of Noto Sans CJK), Cairo 1.16 loses count, gives up and copies every subroutine: 400 KB for one line. A bit beyond
/// those that it knows (cairo_ft_synthesize_t) makes a face synthesised, and changes no outline.
static const unsigned embedded_as_outlines = 1u << 7;

typedef struct {
    char *file;
    int index;
    cairo_font_face_t *face;
} opened_face;

static GMutex opening;
static FT_Library library;
static opened_face opened[GREATEST_FACES];
static size_t opened_count;

static cairo_font_face_t *open_face(const char *file, int index) {
    FT_Face outlines;
    if (!library && FT_Init_FreeType(&library)) return NULL;
    if (opened_count == GREATEST_FACES || FT_New_Face(library, file, index, &outlines)) return NULL;
    cairo_font_face_t *face = NULL;
    if (FT_IS_SCALABLE(outlines) && !FT_HAS_COLOR(outlines)) {
        face = cairo_ft_font_face_create_for_ft_face(outlines, FT_LOAD_NO_HINTING);
        cairo_ft_font_face_set_synthesize(face, embedded_as_outlines);
    }
    // What cannot be used is remembered as well. Faces are never closed: Cairo keeps glyphs of theirs.
    opened[opened_count++] = (opened_face){g_strdup(file), index, face};
    return face;
}

static cairo_font_face_t *find_face(const char *file, int index) {
    for (size_t i = 0; i < opened_count; i++)
        if (opened[i].index == index && strcmp(opened[i].file, file) == 0) return opened[i].face;
    return open_face(file, index);
}

cairo_font_face_t *cpaper_outline_face(PangoFont *font) {
    if (!PANGO_IS_FC_FONT(font)) return NULL;
    FcPattern *pattern = pango_fc_font_get_pattern((PangoFcFont *)font);
    FcChar8 *file;
    int index = 0;
    FcMatrix *matrix;
    FcBool is_emboldened = FcFalse;
    if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch) return NULL;
    if (FcPatternGetMatrix(pattern, FC_MATRIX, 0, &matrix) == FcResultMatch) return NULL;
    if (FcPatternGetBool(pattern, FC_EMBOLDEN, 0, &is_emboldened) == FcResultMatch && is_emboldened) return NULL;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    g_mutex_lock(&opening);
    cairo_font_face_t *face = find_face((const char *)file, index);
    g_mutex_unlock(&opening);
    return face;
}
