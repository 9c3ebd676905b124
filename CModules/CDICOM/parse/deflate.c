#include <stdlib.h>
#include <zlib.h>

#include "walker.h"

enum { RAW = -15, FIRST_CAPACITY = 1 << 16 };

void cdicom_free(void *memory) { free(memory); }

/// Whether a zlib header (RFC 1950) stands before the deflated bytes, as some writers leave it there.
static int has_zlib_header(const uint8_t *bytes, size_t count) {
    return count >= 2 && (bytes[0] & 0x0f) == 8 && bytes[0] >> 4 <= 7 && (bytes[0] << 8 | bytes[1]) % 31 == 0;
}

/// Gives the stream room to write, never more than `limit` bytes and one in all. 0 if there is none.
static int make_room(z_stream *stream, uint8_t **buffer, uint64_t *capacity, uint64_t limit) {
    uint64_t used = *capacity - stream->avail_out;
    if (used > limit) return 0;
    uint64_t wanted = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    if (wanted > limit + 1) wanted = limit + 1;
    uint8_t *larger = realloc(*buffer, wanted);
    if (larger == NULL) return 0;
    *buffer = larger;
    *capacity = wanted;
    stream->next_out = larger + used;
    stream->avail_out = (uInt)(wanted - used);
    return 1;
}

int cdicom_inflate(const uint8_t *bytes, size_t count, uint64_t limit, uint8_t **inflated, size_t *inflated_count,
                   cdicom_error *error) {
    *inflated = NULL;
    if (limit > UINT32_MAX - 1) limit = UINT32_MAX - 1;
    if (count > UINT32_MAX) return fail(error, CDICOM_LIMIT, 0, "the deflated data set is larger than 4 GiB");
    z_stream stream = {.next_in = (Bytef *)bytes, .avail_in = (uInt)count};
    if (inflateInit2(&stream, has_zlib_header(bytes, count) ? -RAW : RAW) != Z_OK)
        return fail(error, CDICOM_NO_MEMORY, 0, "no memory is left to inflate");
    uint8_t *buffer = NULL;
    uint64_t capacity = 0;
    int code = Z_OK;
    while (code == Z_OK && (stream.avail_out > 0 || make_room(&stream, &buffer, &capacity, limit)))
        code = inflate(&stream, Z_NO_FLUSH);
    uint64_t used = capacity - stream.avail_out;
    uint64_t read = count - stream.avail_in;
    inflateEnd(&stream);
    if (code == Z_STREAM_END && used <= limit) {
        *inflated = buffer;
        *inflated_count = used;
        return CDICOM_OK;
    }
    free(buffer);
    if (used > limit || code == Z_STREAM_END)
        return fail(error, CDICOM_LIMIT, read, "the data set inflates to more than %llu bytes", (unsigned long long)limit);
    if (code == Z_OK) return fail(error, CDICOM_NO_MEMORY, read, "no memory is left to inflate");
    if (code == Z_BUF_ERROR) return fail(error, CDICOM_TRUNCATED, read, "the deflated data set ends at byte %zu, too early", count);
    return fail(error, CDICOM_MALFORMED, read, "the data set is not deflated as it should be");
}

int cdicom_deflate(const uint8_t *bytes, size_t count, uint8_t **deflated, size_t *deflated_count, cdicom_error *error) {
    *deflated = NULL;
    if (count > UINT32_MAX) return fail(error, CDICOM_LIMIT, 0, "the data set is larger than 4 GiB");
    z_stream stream = {.next_in = (Bytef *)bytes, .avail_in = (uInt)count};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(error, CDICOM_NO_MEMORY, 0, "no memory is left to deflate");
    uLong bound = deflateBound(&stream, (uLong)count);
    uint8_t *buffer = malloc(bound + 1);
    int code = Z_MEM_ERROR;
    if (buffer != NULL) {
        stream.next_out = buffer;
        stream.avail_out = (uInt)bound;
        code = deflate(&stream, Z_FINISH);
    }
    size_t used = stream.total_out;
    deflateEnd(&stream);
    if (code != Z_STREAM_END) {
        free(buffer);
        return fail(error, CDICOM_NO_MEMORY, 0, "no memory is left to deflate");
    }
    if (used % 2 == 1) buffer[used++] = 0;
    *deflated = buffer;
    *deflated_count = used;
    return CDICOM_OK;
}
