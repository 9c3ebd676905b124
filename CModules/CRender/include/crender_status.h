// What every entry point of CRender returns.
#ifndef YIGONG_CRENDER_STATUS_H
#define YIGONG_CRENDER_STATUS_H

/// 0 when the work was done; otherwise one of the negative codes below, and a sentence in `message`.
enum crender_status {
    CRENDER_OK = 0,
    /// The description contradicts itself or the data it came with.
    CRENDER_BAD_ARGUMENT = -1,
    /// The description is legal, but there is no picture for it here.
    CRENDER_UNSUPPORTED = -2,
    /// The result would pass a limit.
    CRENDER_TOO_LARGE = -3,
    CRENDER_NO_MEMORY = -4,
    /// A library failed for a reason that is not in the data.
    CRENDER_INTERNAL = -5
};

/// The room that a `message` argument must have; a null `message` is allowed everywhere.
#define CRENDER_MESSAGE_SIZE 256

/// Gives back what a function of this module allocated; null is allowed.
void crender_free(void *memory);

#endif
