#include <cstdlib>

#include "signal_input.h"

/// Any signal through any filter and into a survey: what is missing stays missing, and nothing is written outside.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 12) return 0;
    const double corners[] = {0, 0.05, 0.5, 25, 40, 150, 1e9, -1, NAN};
    cecg_filter filter = {corners[data[0] % 9], corners[data[1] % 9], data[2] % 3 == 0 ? 0.0 : data[2] % 3 == 1 ? 50.0 : 60.0};
    SignalInput input(data + 3, size - 3);
    std::vector<float> out(input.samples.size());
    char message[CECG_MESSAGE_SIZE] = "";
    int status = cecg_filter_apply(&filter, &input.signal, out.data(), message);
    if (status != CECG_OK && message[0] == 0) abort();
    for (size_t i = 0; status == CECG_OK && i < out.size(); i++)
        if (!std::isfinite(input.samples[i]) && !std::isnan(out[i]) && (filter.high_pass > 0 || filter.low_pass > 0) && std::isfinite(out[i]))
            abort();

    cecg_survey *survey = cecg_survey_create(input.signal.leads, input.signal.rate);
    for (int block = 0; block < 2; block++)
        cecg_survey_add(survey, &input.signal, block * 1000, data[0], input.signal.count, message);
    size_t beats;
    cecg_survey_beats(survey, &beats);
    cecg_survey_destroy(survey);
    return 0;
}
