// CHematology: what blood analyzers measure, into counts and colours.
//
// Readers of FCS and BMP, binning of list-mode events, density and colour, gates. Everything is a plain struct; what a function allocates,
// the caller gives back with chematology_free. No function keeps a pointer, and none shares state between threads.
#ifndef YIGONG_CHEMATOLOGY_H
#define YIGONG_CHEMATOLOGY_H

#include "chematology_status.h"
#include "chematology_bins.h"
#include "chematology_bmp.h"
#include "chematology_colour.h"
#include "chematology_fcs.h"
#include "chematology_gate.h"
#include "chematology_peak.h"

#endif
