// Electrocardiograms: filters, beats, waves, measurements.
#ifndef YIGONG_CECG_H
#define YIGONG_CECG_H

#ifdef __cplusplus
extern "C" {
#endif

#include "cecg_delineate.h"
#include "cecg_filter.h"
#include "cecg_signal.h"
#include "cecg_spectrum.h"
#include "cecg_survey.h"
#include "cecg_status.h"

#ifdef __cplusplus
}
#endif

#endif
