#ifndef YIGONG_CDICOM_H
#define YIGONG_CDICOM_H

#include "cdicom_association.h"
#include "cdicom_dictionary.h"
#include "cdicom_frames.h"
#include "cdicom_parse.h"

#endif
