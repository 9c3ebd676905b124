// A picture as a file: JPEG (ITU-T T.81) and PNG (ISO/IEC 15948).
#ifndef YIGONG_CRENDER_ENCODE_H
#define YIGONG_CRENDER_ENCODE_H

#include "crender_picture.h"

typedef struct crender_file {
    uint8_t *data;
    size_t length;
} crender_file;

/// Baseline JPEG of an 8-bit picture, `quality` 1 … 100; colour is not subsampled, lest thin coloured lines fade.
int crender_jpeg(const crender_picture *picture, int quality, crender_file *file, char *message);

/// The most blocks of 8 × 8 pixels that lie between two restart markers (ITU-T T.81 B.2.4.4).
#define CRENDER_JPEG_PART_BLOCKS 65535u

/// A strip of a picture, to be coded beside the others on another core: part 0, 1 … of `part_rows` rows each, a multiple of 8; the last
/// may have fewer.
int crender_jpeg_part(const crender_picture *picture, uint32_t part, uint32_t part_rows, int quality, crender_file *file, char *message);

/// One file of all parts in their order, with restart markers between them. It decodes to the same pixels as `crender_jpeg`'s.
int crender_jpeg_join(const crender_file *parts, size_t count, uint32_t height, crender_file *file, char *message);

/// PNG of an 8- or 16-bit grey picture or an 8-bit colour picture, made for speed rather than size.
int crender_png(const crender_picture *picture, crender_file *file, char *message);

#endif
