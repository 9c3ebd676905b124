// Which events lie inside a polygon.
#ifndef YIGONG_CHEMATOLOGY_GATE_H
#define YIGONG_CHEMATOLOGY_GATE_H

#include <stddef.h>
#include <stdint.h>

/// The polygon joins its last vertex to its first.
typedef struct chematology_gate {
    const double *x;
    const double *y;
    size_t vertex_count;
} chematology_gate;

/// Counts the events inside by the even-odd rule: a ray to the right crosses an odd number of sides. A side holds its lower end and
/// not its upper one, so that of two polygons that share a side each event is in one. No event without numbers is inside.
/// - `inside`: 1 or 0 for each event; null where only the number is wanted.
size_t chematology_gate_count(
    const chematology_gate *gate, const double *x, const double *y, size_t count, uint8_t *inside);

#endif
