#ifndef YIGONG_CECG_VIEW_H
#define YIGONG_CECG_VIEW_H

#include "shapes.h"

/// One beat, or the median of several, in all leads: WINDOW samples of the grid each, the beat at BEFORE.
typedef struct view {
    size_t leads;
    /// Leads that have any signal.
    const unsigned char *live;
    const float *sharp;
    const float *smooth;
    /// Samples from the beat before and to the beat after, as they usually are.
    int before;
    int after;
} view;

/// A wave in a view; -1 where a point was not found.
typedef struct span {
    int32_t onset;
    int32_t peak;
    int32_t offset;
} span;

#define NO_SPAN ((span){-1, -1, -1})

typedef struct view_waves {
    span p[CECG_MAX_LEADS];
    span qrs[CECG_MAX_LEADS];
    span t[CECG_MAX_LEADS];
    /// Over all leads: as a rule from the earliest onset to the latest end.
    span all_p, all_qrs, all_t;
    /// The median of the leads.
    span common_p, common_qrs, common_t;
} view_waves;

void find_qrs(const view *view, view_waves *waves);
/// Needs the QRS.
void find_t(const view *view, view_waves *waves);
/// Needs the QRS; `after_t` is where the T wave of the beat before ended, in samples of the view, or less than 0.
void find_p(const view *view, int after_t, view_waves *waves);

#endif
