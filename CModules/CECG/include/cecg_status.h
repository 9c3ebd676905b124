// What every entry point of CECG returns.
#ifndef YIGONG_CECG_STATUS_H
#define YIGONG_CECG_STATUS_H

/// 0 when the work was done; otherwise one of the negative codes below, and a sentence in `message`.
enum cecg_status {
    CECG_OK = 0,
    /// The description contradicts itself or the signal it came with.
    CECG_BAD_ARGUMENT = -1,
    /// The signal would pass a limit.
    CECG_TOO_LARGE = -2,
    CECG_NO_MEMORY = -3
};

/// The room that a `message` argument must have; a null `message` is allowed everywhere.
#define CECG_MESSAGE_SIZE 160

/// Gives back what a function of this module allocated; null is allowed.
void cecg_free(void *memory);

#endif
