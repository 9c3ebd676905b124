#ifndef YIGONG_CECG_LEARNED_SHAPE_H
#define YIGONG_CECG_LEARNED_SHAPE_H

#include "transfer.h"
#include "view.h"

enum {
    /// How far a beat's own P and T waves may stand from where its shape's do.
    P_MOVES = MS(60),
    T_MOVES = MS(40)
};

/// What is known of one shape of beat: its median and the waves in it.
typedef struct learned_shape {
    float *sharp;
    float *smooth;
    view_waves waves;
    /// Samples to the beats around, as they usually are.
    int before, after;
    /// See cecg_median.
    float coherence, repetition;
    /// Its beats have P waves, at one distance.
    int conducts;
} learned_shape;

/// Whether each lead has any signal at all.
void find_live(const prepared *wave, unsigned char *live);

/// Takes the median of a shape's beats and finds its waves. 0 where there is no memory.
int learn_shape(const prepared *wave, const shapes *shapes, int32_t which, const unsigned char *live, learned_shape *out);
void learned_shape_destroy(learned_shape *shape);

pattern_wave p_pattern(const learned_shape *shape);
pattern_wave t_pattern(const learned_shape *shape);

#endif
