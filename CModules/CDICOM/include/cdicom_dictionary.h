#ifndef YIGONG_CDICOM_DICTIONARY_H
#define YIGONG_CDICOM_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Value representations (PS3.5 Table 6.2-1), in alphabetical order.
typedef enum {
    CDICOM_VR_NONE = 0,  ///< items and delimiters, which have none
    CDICOM_VR_AE, CDICOM_VR_AS, CDICOM_VR_AT, CDICOM_VR_CS, CDICOM_VR_DA, CDICOM_VR_DS, CDICOM_VR_DT,
    CDICOM_VR_FD, CDICOM_VR_FL, CDICOM_VR_IS, CDICOM_VR_LO, CDICOM_VR_LT, CDICOM_VR_OB, CDICOM_VR_OD,
    CDICOM_VR_OF, CDICOM_VR_OL, CDICOM_VR_OV, CDICOM_VR_OW, CDICOM_VR_PN, CDICOM_VR_SH, CDICOM_VR_SL,
    CDICOM_VR_SQ, CDICOM_VR_SS, CDICOM_VR_ST, CDICOM_VR_SV, CDICOM_VR_TM, CDICOM_VR_UC, CDICOM_VR_UI,
    CDICOM_VR_UL, CDICOM_VR_UN, CDICOM_VR_UR, CDICOM_VR_US, CDICOM_VR_UT, CDICOM_VR_UV,
    CDICOM_VR_COUNT
} cdicom_vr;

/// The representation named by two characters, or CDICOM_VR_NONE if PS3.5 defines no such name.
cdicom_vr cdicom_vr_named(uint8_t first, uint8_t second);

/// Whether the explicit encoding has two reserved bytes and a 32-bit length (PS3.5 Table 7.1-1).
int cdicom_vr_has_long_length(cdicom_vr vr);

/// What the data dictionary (PS3.6) knows of an attribute. Strings live as long as the dictionary.
typedef struct {
    uint32_t first_tag;  ///< group in the upper half, element in the lower
    uint32_t last_tag;   ///< differs from first_tag in a repeating group or element, as (60xx,3000)
    uint8_t vr;
    uint8_t signed_alternative;  ///< the dictionary says "US or SS": Pixel Representation decides
    int32_t minimum_values;
    int32_t maximum_values;  ///< negative for "n"
    const char *keyword;
    const char *creator;  ///< of a private attribute; NULL for those of the standard
} cdicom_dictionary_entry;

typedef struct cdicom_dictionary cdicom_dictionary;

cdicom_dictionary *cdicom_dictionary_create(void);
void cdicom_dictionary_destroy(cdicom_dictionary *dictionary);

/// Adds a copy of the entry. Must not run while another thread looks something up.
/// Returns 0, or a negative number when memory is short.
int cdicom_dictionary_add(cdicom_dictionary *dictionary, const cdicom_dictionary_entry *entry);

/// The entry of a public tag, or NULL.
const cdicom_dictionary_entry *cdicom_dictionary_find(const cdicom_dictionary *dictionary, uint32_t tag);

/// The entry of a private tag within the block its creator reserved (PS3.5 7.8.1), or NULL.
/// The creator is `length` bytes of text and need not end in a zero.
const cdicom_dictionary_entry *cdicom_dictionary_find_private(
    const cdicom_dictionary *dictionary, uint32_t tag, const char *creator, size_t length);

/// The public entry with this keyword, or NULL.
const cdicom_dictionary_entry *cdicom_dictionary_find_keyword(
    const cdicom_dictionary *dictionary, const char *keyword);

/// Number of entries.
size_t cdicom_dictionary_count(const cdicom_dictionary *dictionary);

/// DCMTK's dictionary of the standard and of many vendors, read once for the process and never destroyed.
/// Empty if DCMTK finds no dictionary file (see DCMDICTPATH); NULL only when memory is short.
const cdicom_dictionary *cdicom_dictionary_standard(void);

/// DCMTK's name of a UID of PS3.6, or NULL. Lives as long as the process.
const char *cdicom_uid_name(const char *uid);

#ifdef __cplusplus
}
#endif
#endif
