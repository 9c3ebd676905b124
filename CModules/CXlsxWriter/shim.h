// The C interface of CXlsxWriter, for Swift.
#include <xlsxwriter.h>
