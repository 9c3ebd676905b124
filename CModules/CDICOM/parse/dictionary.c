#include <stdlib.h>
#include <string.h>

#include "cdicom_dictionary.h"

/// Indexes into `entries`, plus one; 0 is an empty slot. Open addressing, a power of two in size, at most half full.
typedef struct {
    uint32_t *slots;
    size_t size;
} hash_index;

struct cdicom_dictionary {
    cdicom_dictionary_entry *entries;
    size_t count, capacity;
    hash_index by_tag, by_keyword, by_private;
    uint32_t *repeating;  ///< public entries that stand for a range of tags; a few dozen, searched in order
    size_t repeating_count;
};

static uint32_t mix(uint32_t value) {
    value ^= value >> 16;
    value *= 0x7feb352du;
    value ^= value >> 15;
    value *= 0x846ca68bu;
    return value ^ value >> 16;
}

static uint32_t hash_text(const char *text, size_t length) {
    uint32_t hash = 2166136261u;  // FNV-1a
    for (size_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return mix(hash);
}

/// The part of a private tag that its entry names: the block number is the creator's, not the attribute's.
/// Entries with element numbers of 1000H and more are literal.
static uint32_t private_offset(uint32_t tag) { return tag & 0xffff00ffu; }

static uint32_t hash_private(uint32_t tag, const char *creator, size_t length) {
    return mix(hash_text(creator, length) ^ private_offset(tag));
}

static int is_repeating(const cdicom_dictionary_entry *entry) { return entry->first_tag != entry->last_tag; }

static uint32_t hash_of(const cdicom_dictionary *d, const hash_index *index, const cdicom_dictionary_entry *entry) {
    if (index == &d->by_tag) return mix(entry->first_tag);
    if (index == &d->by_keyword) return hash_text(entry->keyword, strlen(entry->keyword));
    return hash_private(entry->first_tag, entry->creator, strlen(entry->creator));
}

static void put(hash_index *index, uint32_t hash, uint32_t number) {
    size_t slot = hash & (index->size - 1);
    while (index->slots[slot] != 0) slot = (slot + 1) & (index->size - 1);
    index->slots[slot] = number + 1;
}

/// Which of the indexes an entry belongs to.
static int belongs(const cdicom_dictionary *d, const hash_index *index, const cdicom_dictionary_entry *entry) {
    if (entry->creator != NULL) return index == &d->by_private;
    return index == &d->by_keyword || (index == &d->by_tag && !is_repeating(entry));
}

static int rebuild(cdicom_dictionary *d, hash_index *index) {
    size_t size = d->capacity * 2;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL) return -1;
    free(index->slots);
    *index = (hash_index){slots, size};
    for (size_t i = 0; i < d->count; i++)
        if (belongs(d, index, &d->entries[i])) put(index, hash_of(d, index, &d->entries[i]), (uint32_t)i);
    return 0;
}

static int grow(cdicom_dictionary *d) {
    size_t capacity = d->capacity == 0 ? 8192 : d->capacity * 2;
    cdicom_dictionary_entry *entries = realloc(d->entries, capacity * sizeof *entries);
    if (entries == NULL) return -1;
    d->entries = entries;
    uint32_t *repeating = realloc(d->repeating, capacity * sizeof *repeating);
    if (repeating == NULL) return -1;
    d->repeating = repeating;
    d->capacity = capacity;
    return rebuild(d, &d->by_tag) || rebuild(d, &d->by_keyword) || rebuild(d, &d->by_private) ? -1 : 0;
}

cdicom_dictionary *cdicom_dictionary_create(void) {
    cdicom_dictionary *d = calloc(1, sizeof *d);
    if (d != NULL && grow(d) != 0) {
        cdicom_dictionary_destroy(d);
        return NULL;
    }
    return d;
}

void cdicom_dictionary_destroy(cdicom_dictionary *d) {
    if (d == NULL) return;
    for (size_t i = 0; i < d->count; i++) {
        free((char *)d->entries[i].keyword);
        free((char *)d->entries[i].creator);
    }
    free(d->entries);
    free(d->repeating);
    free(d->by_tag.slots);
    free(d->by_keyword.slots);
    free(d->by_private.slots);
    free(d);
}

int cdicom_dictionary_add(cdicom_dictionary *d, const cdicom_dictionary_entry *entry) {
    if (d->count == d->capacity && grow(d) != 0) return -1;
    char *keyword = strdup(entry->keyword);
    char *creator = entry->creator == NULL ? NULL : strdup(entry->creator);
    if (keyword == NULL || (entry->creator != NULL && creator == NULL)) {
        free(keyword);
        free(creator);
        return -1;
    }
    uint32_t number = (uint32_t)d->count++;
    cdicom_dictionary_entry *own = &d->entries[number];
    *own = *entry;
    own->keyword = keyword;
    own->creator = creator;
    hash_index *indexes[] = {&d->by_tag, &d->by_keyword, &d->by_private};
    for (int i = 0; i < 3; i++)
        if (belongs(d, indexes[i], own)) put(indexes[i], hash_of(d, indexes[i], own), number);
    if (creator == NULL && is_repeating(own)) d->repeating[d->repeating_count++] = number;
    return 0;
}

static int covers(const cdicom_dictionary_entry *entry, uint32_t tag) {
    uint32_t group = tag >> 16, element = tag & 0xffff;
    return group >= entry->first_tag >> 16 && group <= entry->last_tag >> 16 &&
           element >= (entry->first_tag & 0xffff) && element <= (entry->last_tag & 0xffff) &&
           (group & 1) == (entry->first_tag >> 16 & 1);
}

const cdicom_dictionary_entry *cdicom_dictionary_find(const cdicom_dictionary *d, uint32_t tag) {
    const hash_index *index = &d->by_tag;
    for (size_t slot = mix(tag) & (index->size - 1); index->slots[slot] != 0; slot = (slot + 1) & (index->size - 1)) {
        const cdicom_dictionary_entry *entry = &d->entries[index->slots[slot] - 1];
        if (entry->first_tag == tag) return entry;
    }
    for (size_t i = 0; i < d->repeating_count; i++) {
        const cdicom_dictionary_entry *entry = &d->entries[d->repeating[i]];
        if (covers(entry, tag)) return entry;
    }
    return NULL;
}

const cdicom_dictionary_entry *cdicom_dictionary_find_private(
    const cdicom_dictionary *d, uint32_t tag, const char *creator, size_t length) {
    const hash_index *index = &d->by_private;
    size_t slot = hash_private(tag, creator, length) & (index->size - 1);
    for (; index->slots[slot] != 0; slot = (slot + 1) & (index->size - 1)) {
        const cdicom_dictionary_entry *entry = &d->entries[index->slots[slot] - 1];
        uint32_t named = (entry->first_tag & 0xffff) < 0x1000 ? private_offset(tag) : tag;
        if (entry->first_tag == named && strlen(entry->creator) == length && memcmp(entry->creator, creator, length) == 0)
            return entry;
    }
    return NULL;
}

const cdicom_dictionary_entry *cdicom_dictionary_find_keyword(const cdicom_dictionary *d, const char *keyword) {
    const hash_index *index = &d->by_keyword;
    size_t slot = hash_text(keyword, strlen(keyword)) & (index->size - 1);
    for (; index->slots[slot] != 0; slot = (slot + 1) & (index->size - 1)) {
        const cdicom_dictionary_entry *entry = &d->entries[index->slots[slot] - 1];
        if (strcmp(entry->keyword, keyword) == 0) return entry;
    }
    return NULL;
}

size_t cdicom_dictionary_count(const cdicom_dictionary *d) { return d->count; }
