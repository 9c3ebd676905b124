#include "table.h"

#include <math.h>
#include <string.h>

#include "fail.h"

int crender_table_check(const crender_table *table, const char *name, char *message) {
    if (table->count < 1 || table->count > 65536)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%s has %u entries; 1 to 65536 are possible", name, table->count);
    if (table->bytes_per_entry != 1 && table->bytes_per_entry != 2)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%s has entries of %u bytes", name, table->bytes_per_entry);
    if (table->bits < 1 || table->bits > 16)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%s has entries of %u bits", name, table->bits);
    uint64_t required = (uint64_t)table->count * table->bytes_per_entry;
    if (table->length < required)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%s says %u entries of %u bytes, but has %zu bytes", name, table->count,
                            table->bytes_per_entry, table->length);
    return CRENDER_OK;
}

static uint32_t entry_at(const crender_table *table, uint32_t index) {
    const unsigned char *bytes = table->entries;
    if (table->bytes_per_entry == 1) return bytes[index];
    uint16_t entry;
    memcpy(&entry, bytes + 2 * (size_t)index, sizeof entry);
    return entry;
}

uint32_t crender_table_entry(const crender_table *table, double input) {
    double index = floor(input + 0.5) - table->first;
    if (!(index > 0)) return entry_at(table, 0);
    if (index >= table->count) return entry_at(table, table->count - 1);
    return entry_at(table, (uint32_t)index);
}

uint32_t crender_table_greatest(const crender_table *table) {
    uint32_t greatest = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t entry = entry_at(table, i);
        if (entry > greatest) greatest = entry;
    }
    return greatest;
}

uint32_t crender_table_bits(const crender_table *table) {
    uint32_t bits = table->bits, greatest = crender_table_greatest(table);
    while (bits < 16 && greatest >> bits) bits++;
    return bits;
}
