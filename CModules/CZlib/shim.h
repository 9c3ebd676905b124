/* zlib of the system (RFC 1950 to 1952), for Swift code that calls it directly. */
#include <zlib.h>
