// CRender: a decoded frame in, a displayed picture out; and series as volumes, cut in any direction.
//
// The order is the one of PS3.4 N.2 and PS3.3 C.11: stored bits, modality, values of interest, inversion, padding, overlays;
// then the geometry of the picture, then JPEG or PNG. Everything is a plain struct; what a function allocates, the caller
// gives back with crender_free. No function keeps a pointer, and none shares state between threads.
#ifndef YIGONG_CRENDER_H
#define YIGONG_CRENDER_H

#include "crender_status.h"
#include "crender_source.h"
#include "crender_grey.h"
#include "crender_colour.h"
#include "crender_overlay.h"
#include "crender_geometry.h"
#include "crender_picture.h"
#include "crender_values.h"
#include "crender_encode.h"
#include "crender_volume.h"
#include "crender_plane.h"

#endif
