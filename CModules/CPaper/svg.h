// What Cairo's SVG needs afterwards.
#ifndef YIGONG_CPAPER_SVG_H
#define YIGONG_CPAPER_SVG_H

#include "bytes.h"

/// Cairo numbers surfaces over the life of the process: takes those numbers out of the ids, so that equal drawings are equal files.
void cpaper_settle_svg(cpaper_bytes *svg);

#endif
