#ifndef YIGONG_CDICOM_PARSE_H
#define YIGONG_CDICOM_PARSE_H

#include "cdicom_dictionary.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a function of this module returns: zero, or why not.
typedef enum {
    CDICOM_OK = 0,
    CDICOM_NEED_MORE = -1,    ///< the bytes are a prefix, and what is asked for lies beyond them
    CDICOM_TRUNCATED = -2,    ///< the object ends in the middle of an element
    CDICOM_MALFORMED = -3,    ///< the bytes contradict PS3.5
    CDICOM_NOT_DICOM = -4,    ///< nothing suggests that this is DICOM at all
    CDICOM_UNSUPPORTED = -5,  ///< legal, and not handled
    CDICOM_LIMIT = -6,        ///< deeper, longer or more than the caller allows
    CDICOM_NO_MEMORY = -7
} cdicom_status;

typedef struct {
    uint64_t offset;    ///< byte at which it went wrong; for CDICOM_NEED_MORE the bytes known to be needed
    uint32_t tag;       ///< element it went wrong in, 0 if none
    char message[256];  ///< one English sentence with the path, as "(0040,A730)[2].(0008,0100) …"
} cdicom_error;

/// How elements are laid out (PS3.5 Annex A).
typedef enum { CDICOM_IMPLICIT_LITTLE, CDICOM_EXPLICIT_LITTLE, CDICOM_EXPLICIT_BIG } cdicom_syntax;

enum {
    CDICOM_UNDEFINED_LENGTH = 1,  ///< was written with length FFFFFFFF and a delimiter
    CDICOM_BIG_ENDIAN = 2,        ///< numbers in the value are big endian
    CDICOM_ENCAPSULATED = 4,      ///< children are the Basic Offset Table and the fragments (PS3.5 A.4)
    CDICOM_WRITTEN_AS_UN = 8,     ///< was UN, the dictionary knows better (PS3.5 6.2.2)
    CDICOM_AMBIGUOUS = 16         ///< US or SS; used while parsing
};

#define CDICOM_NO_PARENT UINT32_MAX

/// One element, item or fragment. A table lists them in the order of the bytes, so that the descendants of
/// element i are the elements i+1 ..< end and its next sibling, if any, is element `end`.
typedef struct {
    uint64_t offset;  ///< of the value
    uint64_t length;  ///< of the value, delimiters left out
    uint32_t tag;
    uint32_t parent;
    uint32_t end;
    uint8_t vr;
    uint8_t flags;
    uint16_t depth;  ///< sequences around it
} cdicom_element;

typedef struct {
    cdicom_element *elements;
    size_t count;
    size_t capacity;
    uint64_t end;            ///< offset after the last element parsed, or of the one it stopped at
    cdicom_syntax syntax;    ///< as found, which can differ from what the caller was told
    int stopped;             ///< whether an element was found that ends the parse
    cdicom_element stopped_at;  ///< that element; the length is UINT64_MAX when undefined
} cdicom_table;

typedef struct {
    const cdicom_dictionary *dictionary;  ///< for implicit VR and UN; may be NULL
    cdicom_syntax syntax;
    int is_prefix;           ///< more bytes follow: say CDICOM_NEED_MORE instead of CDICOM_TRUNCATED
    int stop_at_pixel_data;  ///< end before (7FE0,0008), (7FE0,0009) or (7FE0,0010) of the data set itself
    uint16_t only_group;     ///< unless 0, end before the first element of another group (PS3.10 7.1)
    uint32_t max_depth;      ///< sequences within sequences; 0 for 32, never more than 64
    uint32_t max_elements;   ///< 0 for 4 million
} cdicom_parse_options;

/// Walks a data set into a flat table. Values are not copied: offsets are into `bytes`.
///
/// Sequences and items of defined and undefined length, UN of undefined length (implicit inside, CP-246), private
/// sequences and encapsulated Pixel Data are followed. Odd lengths, wrong group lengths and items that turn out to be
/// implicit within an explicit data set are tolerated. On success `*table` must be destroyed.
int cdicom_parse(
    const uint8_t *bytes, size_t count, const cdicom_parse_options *options,
    cdicom_table **table, cdicom_error *error);

void cdicom_table_destroy(cdicom_table *table);

/// What a file begins with (PS3.10 section 7).
typedef struct {
    uint64_t meta_offset;
    uint64_t meta_length;        ///< 0 if there is no File Meta Information
    uint64_t data_set_offset;
    uint64_t syntax_uid_offset;  ///< of the value of (0002,0010)
    uint64_t syntax_uid_length;  ///< 0 if there is none, and `syntax` was found by looking at the data set
    cdicom_syntax syntax;        ///< of the data set, as its first element looks
} cdicom_part10;

/// Finds the data set in a file, with or without preamble and File Meta Information.
int cdicom_part10_locate(
    const uint8_t *bytes, size_t count, int is_prefix, cdicom_part10 *part10, cdicom_error *error);

/// Inflates a deflated data set (PS3.5 A.5), raw or with a zlib header. Refuses more than `limit` bytes.
/// On success `*inflated` must go to cdicom_free.
int cdicom_inflate(
    const uint8_t *bytes, size_t count, uint64_t limit,
    uint8_t **inflated, size_t *inflated_count, cdicom_error *error);

/// Deflates a data set (PS3.5 A.5), padded to an even length. On success `*deflated` must go to cdicom_free.
int cdicom_deflate(
    const uint8_t *bytes, size_t count, uint8_t **deflated, size_t *deflated_count, cdicom_error *error);

void cdicom_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
