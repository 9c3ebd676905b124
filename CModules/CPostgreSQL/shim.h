// The C interface of CPostgreSQL, for Swift.
#include <postgresql/libpq-fe.h>
