#include "fcs_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fail.h"

enum { KEYWORD_LIMIT = 1 << 16 };

/// Copies one token to `to`, ended by a zero byte, and returns the place behind its delimiter.
static const uint8_t *take_token(const uint8_t *from, const uint8_t *end, uint8_t delimiter, bool undoes_doubling, char **to) {
    while (from < end) {
        if (*from == delimiter) {
            if (!undoes_doubling || from + 1 >= end || from[1] != delimiter) break;
            from++;
        }
        *(*to)++ = (char)*from++;
    }
    *(*to)++ = 0;
    return from < end ? from + 1 : end;
}

static size_t count_delimiters(const uint8_t *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += bytes[i] == bytes[0];
    return count;
}

int chematology_fcs_read_text(
    const uint8_t *bytes, size_t length, bool undoes_doubling, chematology_fcs *file, char *message) {
    size_t limit = count_delimiters(bytes, length) / 2 + 1;
    limit = limit < KEYWORD_LIMIT ? limit : KEYWORD_LIMIT;
    free(file->text);
    free(file->keywords);
    file->keyword_count = 0;
    // A token is never longer than what it came from, and its zero byte takes the delimiter's place, but for the last two.
    file->text = malloc(length + 2);
    file->keywords = malloc(limit * sizeof *file->keywords);
    if (!file->text || !file->keywords) return chematology_fail_memory(message, length);

    const uint8_t *next = bytes + 1, *end = bytes + length;
    char *to = file->text;
    while (next < end) {
        if (file->keyword_count == limit)
            return chematology_fail(message, CHEMATOLOGY_TOO_LARGE, "the TEXT segment has more than %zu keywords", limit);
        const char *name = to;
        next = take_token(next, end, bytes[0], undoes_doubling, &to);
        // Blanks and line ends behind the last delimiter are no keyword.
        if (next == end) break;
        const char *value = to;
        next = take_token(next, end, bytes[0], undoes_doubling, &to);
        file->keywords[file->keyword_count++] = (chematology_keyword){name, value};
    }
    return CHEMATOLOGY_OK;
}

const char *chematology_fcs_value(const chematology_fcs *file, const char *name) {
    for (size_t i = 0; i < file->keyword_count; i++)
        if (strcasecmp(file->keywords[i].name, name) == 0) return file->keywords[i].value;
    return NULL;
}

bool chematology_fcs_number(const char *text, uint64_t *number) {
    text += strspn(text, " \t");
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18) return false;
    *number = strtoull(text, NULL, 10);
    text += digits;
    return text[strspn(text, " \t\r\n")] == 0;
}
