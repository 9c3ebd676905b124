#ifndef YIGONG_CSTORAGE_H
#define YIGONG_CSTORAGE_H

#include <stdint.h>

/* Linux system calls that Swift's Foundation does not show. */

/* Starts writing a byte range of a file to the disk without waiting for it. Advice only: no error is reported. */
void cstorage_start_writeback(int descriptor, int64_t offset, int64_t count);

/* Gives the whole pages of a byte range back to the file system; the file keeps its length. 0, or -errno. */
int cstorage_punch_hole(int descriptor, int64_t offset, int64_t count);

#endif
