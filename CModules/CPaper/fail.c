#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

int cpaper_fail(char *message, int status, const char *format, ...) {
    if (message) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, CPAPER_MESSAGE_SIZE, format, arguments);
        va_end(arguments);
    }
    return status;
}
