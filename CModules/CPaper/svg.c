#include "svg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GREATEST_NAMES = 4096 };

/// The ids that carry a number of the process, each as it stands where it is given and where it is used.
static const char *const numbered[] = {"id=\"surface", "#surface", "id=\"image", "#image"};

typedef struct {
    unsigned long seen[GREATEST_NAMES];
    size_t count;
} numbers;

/// The place of a number in the order of first use.
static size_t place(numbers *all, unsigned long number) {
    for (size_t i = 0; i < all->count; i++)
        if (all->seen[i] == number) return i;
    if (all->count < GREATEST_NAMES) all->seen[all->count++] = number;
    return all->count - 1;
}

/// Length of the numbered id that begins at `text`, without its digits; 0 for none.
static size_t prefix_at(const char *text) {
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
        size_t length = strlen(numbered[i]);
        if (strncmp(text, numbered[i], length) == 0) return text[length] >= '0' && text[length] <= '9' ? length : 0;
    }
    return 0;
}

void cpaper_settle_svg(cpaper_bytes *svg) {
    numbers *all = calloc(1, sizeof *all);
    if (!all || !cpaper_append(svg, "", 1)) {
        free(all);
        return;
    }
    char *text = (char *)svg->data, *to = text;
    for (const char *from = text; *from;) {
        size_t length = *from == '#' || *from == 'i' ? prefix_at(from) : 0;
        if (!length) {
            *to++ = *from++;
            continue;
        }
        memmove(to, from, length);
        char *end;
        size_t number = place(all, strtoul(from + length, &end, 10));
        char digits[24];
        // A number in the order of first use is never longer than the one that Cairo counted up to.
        int written = snprintf(digits, sizeof digits, "%zu", number);
        memcpy(to + length, digits, (size_t)written);
        to += length + (size_t)written;
        from = end;
    }
    svg->length = (size_t)(to - text);
    free(all);
}
