// Reading a lookup table (PS3.3 C.11.1.1).
#ifndef YIGONG_CRENDER_TABLE_H
#define YIGONG_CRENDER_TABLE_H

#include "crender_grey.h"

static inline bool crender_table_is_present(const crender_table *table) {
    return table->entries != NULL;
}

/// Checks a table against its length; `name` is said in the message.
int crender_table_check(const crender_table *table, const char *name, char *message);

/// The entry for an input, clamped to the ends of the table; NaN takes the first.
uint32_t crender_table_entry(const crender_table *table, double input);

/// The bits that an entry really has: the descriptor's, or more if an entry is greater than they allow.
uint32_t crender_table_bits(const crender_table *table);

/// The greatest entry.
uint32_t crender_table_greatest(const crender_table *table);

#endif
