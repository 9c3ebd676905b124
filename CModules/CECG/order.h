// Order statistics.
#ifndef YIGONG_CECG_ORDER_H
#define YIGONG_CECG_ORDER_H

#include <stddef.h>

/// The value that `part` (0 to 1) of the values lie below; reorders them. 0 where there are none.
float order_quantile(float *values, size_t count, double part);

#endif
