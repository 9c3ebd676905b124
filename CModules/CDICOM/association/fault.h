#pragma once

#include "cdicom_association.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

namespace network {

/// Fills the caller's fault, if it wants one, and returns the status, so that a failure is one line where it happens.
template <typename... Arguments>
int fail(cdicom_fault *fault, int status, const char *format, Arguments... arguments) {
    if (fault) {
        *fault = {};
        std::snprintf(fault->message, sizeof fault->message, format, arguments...);
    }
    return status;
}

inline int fail(cdicom_fault *fault, int status, const char *sentence) {
    return fail(fault, status, "%s", sentence);
}

/// No exception crosses the C boundary: every entry point runs its body through this.
template <typename Body>
int guarded(cdicom_fault *fault, Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return fail(fault, CDICOM_NETWORK_NO_MEMORY, "out of memory");
    } catch (const std::exception &error) {
        return fail(fault, CDICOM_NETWORK_FAILED, "%s", error.what());
    } catch (...) {
        return fail(fault, CDICOM_NETWORK_FAILED, "an unknown exception");
    }
}

}  // namespace network
