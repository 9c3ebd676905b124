// What every entry point of CHematology returns.
#ifndef YIGONG_CHEMATOLOGY_STATUS_H
#define YIGONG_CHEMATOLOGY_STATUS_H

/// 0 when the work was done; otherwise one of the negative codes below, and a sentence in `message`.
enum chematology_status {
    CHEMATOLOGY_OK = 0,
    /// The description contradicts itself or the data it came with.
    CHEMATOLOGY_BAD_ARGUMENT = -1,
    /// The bytes break the rules of their format, or end too early.
    CHEMATOLOGY_CORRUPT = -2,
    /// The bytes may be right, but nothing here reads them.
    CHEMATOLOGY_UNSUPPORTED = -3,
    /// The result would pass a limit.
    CHEMATOLOGY_TOO_LARGE = -4,
    CHEMATOLOGY_NO_MEMORY = -5
};

/// The room that a `message` argument must have; a null `message` is allowed everywhere.
#define CHEMATOLOGY_MESSAGE_SIZE 256

/// Gives back what a function of this module allocated; null is allowed.
void chematology_free(void *memory);

#endif
