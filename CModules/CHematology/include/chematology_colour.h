// Counts into colours.
#ifndef YIGONG_CHEMATOLOGY_COLOUR_H
#define YIGONG_CHEMATOLOGY_COLOUR_H

#include <stddef.h>
#include <stdint.h>

/// How a count becomes a level.
typedef enum chematology_density {
    /// In proportion to the count.
    CHEMATOLOGY_LINEAR,
    /// In proportion to log(1 + count).
    CHEMATOLOGY_LOGARITHMIC,
    /// By rank among the cells that hold anything: every level is used by about as many cells.
    CHEMATOLOGY_EQUALISED
} chematology_density;

/// Levels of a colour table: 0 is an empty cell, 255 the fullest.
#define CHEMATOLOGY_LEVELS 256u

/// A matrix to be coloured.
typedef struct chematology_matrix {
    /// Rows from the lowest y on.
    const uint32_t *counts;
    /// For each cell which colour table it takes; null for the first everywhere.
    const uint8_t *owners;
    uint32_t columns;
    uint32_t rows;
} chematology_matrix;

/// Colours a matrix: the highest y becomes the top row. Empty cells take level 0, all others 1 … 255.
/// - `tables`: `table_count` times CHEMATOLOGY_LEVELS colours of four bytes: red, green, blue, alpha.
/// - `rgba`: room for columns · rows · 4 bytes.
int chematology_paint(
    const chematology_matrix *matrix, chematology_density density, const uint8_t *tables, size_t table_count, uint8_t *rgba,
    char *message);

/// Puts one more population on a matrix: adds `counts` to `total`, and where they are more than any population before had there
/// (`most`), makes `number` the cell's owner.
void chematology_claim(
    const uint32_t *counts, size_t cell_count, uint8_t number, uint32_t *total, uint32_t *most, uint8_t *owners);

#endif
