#include "order.h"

static void swap(float *a, float *b) {
    float kept = *a;
    *a = *b;
    *b = kept;
}

/// Hoare's selection, with the middle of three as pivot: linear in the mean, and no worse on sorted input.
float order_quantile(float *values, size_t count, double part) {
    if (count == 0) return 0;
    size_t wanted = (size_t)(part * (double)(count - 1) + 0.5), low = 0, high = count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (values[middle] < values[low]) swap(&values[middle], &values[low]);
        if (values[high] < values[low]) swap(&values[high], &values[low]);
        if (values[high] < values[middle]) swap(&values[high], &values[middle]);
        float pivot = values[middle];
        size_t i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot) i++;
            while (pivot < values[j]) j--;
            if (i > j) break;
            swap(&values[i++], &values[j]);
            if (j == 0) break;
            j--;
        }
        if (wanted <= j) high = j;
        else if (wanted >= i) low = i;
        else break;
    }
    return values[wanted];
}
