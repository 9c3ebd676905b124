#include "cecg_spectrum.h"

#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATE = 4,
    /// Samples of five minutes.
    LONGEST = 300 * RATE,
    SHORTEST = 120 * RATE
};

/// FFTW makes and destroys plans in global memory.
static pthread_mutex_t planning = PTHREAD_MUTEX_INITIALIZER;

/// How fast the intervals change at one beat.
static double change_at(const double *times, const double *intervals, size_t count, size_t k) {
    size_t before = k > 0 ? k - 1 : k, after = k + 1 < count ? k + 1 : k;
    return (intervals[after] - intervals[before]) / (times[after] - times[before]);
}

/// Hermite's cubic between the beats, at 4 Hz: a straight line would take a fifth of the power at 0.25 Hz. Returns the number of samples.
static size_t resample(const double *times, const double *intervals, size_t count, double *out, size_t room) {
    size_t k = 0, taken = 0;
    for (; taken < room; taken++) {
        double now = times[0] + (double)taken / RATE;
        while (k + 1 < count && times[k + 1] < now) k++;
        if (k + 1 >= count) break;
        double span = times[k + 1] - times[k], t = (now - times[k]) / span, u = 1 - t;
        double from = change_at(times, intervals, count, k) * span, to = change_at(times, intervals, count, k + 1) * span;
        out[taken] = u * u * (1 + 2 * t) * intervals[k] + t * t * (1 + 2 * u) * intervals[k + 1] + t * u * u * from - t * t * u * to;
    }
    return taken;
}

/// Takes away the straight line that fits best, and fades both ends. Returns the sum of the squared window.
static double shape_window(const double *from, double *to, size_t length) {
    double middle = (double)(length - 1) / 2, sum = 0, slope = 0, spread = 0, energy = 0;
    for (size_t i = 0; i < length; i++) sum += from[i];
    for (size_t i = 0; i < length; i++) {
        double off = (double)i - middle;
        slope += off * from[i];
        spread += off * off;
    }
    for (size_t i = 0; i < length; i++) {
        double window = 0.5 - 0.5 * cos(2 * M_PI * (double)i / (double)(length - 1));
        to[i] = (from[i] - sum / (double)length - slope / spread * ((double)i - middle)) * window;
        energy += window * window;
    }
    return energy;
}

typedef struct band {
    double low, high;
    double *power;
} band;

static void add_bands(const fftw_complex *spectrum, size_t length, double energy, const band *bands) {
    double step = (double)RATE / (double)length;
    for (size_t k = 1; k <= length / 2; k++) {
        double frequency = (double)k * step;
        double density = 2 * (spectrum[k][0] * spectrum[k][0] + spectrum[k][1] * spectrum[k][1]) / (RATE * energy);
        for (int b = 0; b < 3; b++)
            if (frequency >= bands[b].low && frequency < bands[b].high) *bands[b].power += density * step;
    }
}

int cecg_interval_power(const double *times, const double *intervals, size_t count, double *vlf, double *lf, double *hf) {
    *vlf = *lf = *hf = 0;
    double seconds = count > 1 ? times[count - 1] - times[0] : 0;
    if (!(seconds >= SHORTEST / RATE) || seconds > 400000) return CECG_BAD_ARGUMENT;
    for (size_t i = 1; i < count; i++)
        if (!(times[i] > times[i - 1])) return CECG_BAD_ARGUMENT;
    size_t room = (size_t)(seconds * RATE) + 1;
    double *samples = malloc(room * sizeof *samples), *window = fftw_alloc_real(LONGEST);
    fftw_complex *spectrum = fftw_alloc_complex(LONGEST / 2 + 1);
    int complete = samples && window && spectrum;
    if (complete) {
        size_t taken = resample(times, intervals, count, samples, room), length = taken < LONGEST ? taken : LONGEST;
        pthread_mutex_lock(&planning);
        fftw_plan plan = fftw_plan_dft_r2c_1d((int)length, window, spectrum, FFTW_ESTIMATE);
        pthread_mutex_unlock(&planning);
        const band bands[] = {{0.0033, 0.04, vlf}, {0.04, 0.15, lf}, {0.15, 0.4, hf}};
        size_t windows = 0;
        for (size_t first = 0; first + length <= taken; first += length / 2, windows++) {
            double energy = shape_window(samples + first, window, length);
            fftw_execute(plan);
            add_bands(spectrum, length, energy, bands);
        }
        for (int b = 0; b < 3; b++) *bands[b].power /= (double)(windows ? windows : 1);
        pthread_mutex_lock(&planning);
        fftw_destroy_plan(plan);
        pthread_mutex_unlock(&planning);
    }
    free(samples);
    fftw_free(window);
    fftw_free(spectrum);
    return complete ? CECG_OK : CECG_NO_MEMORY;
}
