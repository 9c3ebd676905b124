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

/// PNG of an 8- or 16-bit grey picture or an 8-bit colour picture, made for speed rather than size.
int crender_png(const crender_picture *picture, crender_file *file, char *message);

#endif
