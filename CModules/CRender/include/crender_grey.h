// The greyscale transforms of PS3.3 C.11: modality, values of interest, and the padding that stays out of both.
#ifndef YIGONG_CRENDER_GREY_H
#define YIGONG_CRENDER_GREY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A lookup table as its descriptor says (PS3.3 C.11.1.1), the signed and zero conventions of the descriptor resolved. An input below
/// `first` takes the first entry, one past the last takes the last.
typedef struct crender_table {
    /// `count` unsigned entries, each `bytes_per_entry` long, in the byte order of this machine.
    const void *entries;
    /// Bytes readable at `entries`.
    size_t length;
    /// 1 … 65536.
    uint32_t count;
    /// The input that the first entry stands for.
    int32_t first;
    /// Bits of an entry, 1 … 16. Entries that need more are believed before the descriptor.
    uint32_t bits;
    /// 1 or 2.
    uint32_t bytes_per_entry;
} crender_table;

/// Stored value → modality value (PS3.3 C.11.1): a table where there is one, else slope and intercept.
typedef struct crender_modality {
    /// Rescale Slope (0028,1053) and Rescale Intercept (0028,1052); 1 and 0 when absent.
    double slope;
    double intercept;
    /// Modality LUT Sequence (0028,3000); no entries where absent. It wins over the slope.
    crender_table table;
} crender_modality;

typedef enum crender_voi_kind {
    /// No window is known: linear from the least to the greatest value of the frame that is not padding; with `clip`, the
    /// fraction `clip` of the pixels is left out at each end.
    CRENDER_VOI_AUTOMATIC,
    /// PS3.3 C.11.2.1.2.1; a width below 1 counts as 1.
    CRENDER_VOI_LINEAR,
    /// PS3.3 C.11.2.1.3.2; a width of 0 or less is a step at the centre.
    CRENDER_VOI_LINEAR_EXACT,
    /// PS3.3 C.11.2.1.3.1; a width of 0 or less is a step at the centre.
    CRENDER_VOI_SIGMOID,
    /// VOI LUT Sequence (0028,3010), PS3.3 C.11.2.1.1; it is asked with the modality value rounded to an integer.
    CRENDER_VOI_TABLE
} crender_voi_kind;

/// Modality value → display level. A level is the formula of C.11.2 in 64-bit floating point, rounded half up; every
/// instruction set gives this same answer.
typedef struct crender_voi {
    crender_voi_kind kind;
    double centre;
    double width;
    /// 0 … 0.5, for CRENDER_VOI_AUTOMATIC.
    double clip;
    crender_table table;
} crender_voi;

/// Pixel Padding Value (0028,0120) and Pixel Padding Range Limit (0028,0121), PS3.3 C.7.5.1.1.2: stored values between the two,
/// either order, both included, are no image. They are shown black whatever the inversion, and enter no statistic. The
/// two pass through the same masking and sign extension as the pixels. A NaN of a floating-point frame is always padding.
typedef struct crender_padding {
    bool is_present;
    double value;
    /// Equal to `value` when there is no range.
    double limit;
} crender_padding;

#endif
