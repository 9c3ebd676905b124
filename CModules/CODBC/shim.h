// The C interface of CODBC, for Swift.
#include <sqlext.h>
