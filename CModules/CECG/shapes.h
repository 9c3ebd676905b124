#ifndef YIGONG_CECG_SHAPES_H
#define YIGONG_CECG_SHAPES_H

#include "prepare.h"

enum {
    /// Shapes that are kept apart; what is unlike all of them joins the likest.
    MAX_SHAPES = 12,
    BEFORE = MS(440),
    AFTER = MS(760),
    WINDOW = BEFORE + AFTER,
    /// Beats that a median is taken over.
    MEDIAN_BEATS = 15
};

/// A beat's place on the grid and which shape it has.
typedef struct shaped_beat {
    int32_t at;
    int32_t shape;
    /// Correlation with its shape, -1 to 1.
    float likeness;
} shaped_beat;

typedef struct shapes {
    shaped_beat *beats;
    size_t beat_count;
    size_t shape_count;
    size_t members[MAX_SHAPES];
} shapes;

/// The shapes that were met so far, as QRS complexes to compare with.
typedef struct shape_book shape_book;
shape_book *shape_book_create(void);
void shape_book_destroy(shape_book *book);
size_t shape_book_count(const shape_book *book);

/// Sorts the beats by the shape of their QRS in all leads, and moves each to where it lies on its shape. Shapes that the book does not
/// know are added to it. 0 where there is no memory.
int shapes_find(const prepared *wave, shape_book *book, shapes *out);
void shapes_destroy(shapes *shapes);

/// The median over the beats of one shape: `out` has leads × WINDOW samples, the beat at BEFORE.
void shapes_median(const float *wave, const prepared *size, const shapes *shapes, int32_t shape, float *out);

#endif
