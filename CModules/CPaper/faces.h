// Font faces whose outlines are embedded as they are.
#ifndef YIGONG_CPAPER_FACES_H
#define YIGONG_CPAPER_FACES_H

#include <pango/pangocairo.h>

/// The face behind a font of Pango's, opened once for the whole process; null where the font is slanted, emboldened or coloured by
/// the renderer, so that its outlines alone are not what is meant.
cairo_font_face_t *cpaper_outline_face(PangoFont *font);

#endif
