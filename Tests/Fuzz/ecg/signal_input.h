/// How a fuzzer's input describes a recording: leads, rate, what fills it, then samples.
#ifndef SIGNAL_INPUT_H
#define SIGNAL_INPUT_H

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "cecg.h"

struct SignalInput {
    cecg_signal signal = {};
    std::vector<float> samples;

    /// Byte 0: leads - 1; 1: rate; 2: how samples are made; 3: how often the bytes are repeated; then the samples.
    SignalInput(const uint8_t *data, size_t size) {
        const double rates[] = {128, 250, 360, 500, 1000, 50, 49, 8000, 0, NAN};
        size_t leads = data[0] % 20, bytes = size - 4, repeated = 1 + data[3] % 64;
        size_t count = bytes / (leads ? leads : 1) * repeated;
        if (count * leads > 60000) count = 60000 / leads;
        samples.resize(count * leads);
        for (size_t i = 0; i < samples.size(); i++) samples[i] = value(data[4 + i % bytes], data[2] % 4);
        signal = {samples.data(), leads, count, rates[data[1] % 10]};
    }

    static float value(uint8_t byte, int kind) {
        if (kind == 0) return (float)((int)byte - 128) * 10;
        if (kind == 1) return byte == 255 ? NAN : byte == 254 ? INFINITY : (float)byte;
        if (kind == 2) return byte > 250 ? 1e30f : byte < 5 ? -1e30f : 0;
        return (float)byte * 1e-30f;
    }
};

#endif
