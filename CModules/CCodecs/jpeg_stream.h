/// The marker segments of a JPEG stream (ITU-T T.81 Annex B), read once for every JPEG process.
#ifndef CCODECS_JPEG_STREAM_H
#define CCODECS_JPEG_STREAM_H

#include "codec.h"

enum {
    MARKER_SOF0 = 0xC0, MARKER_SOF1 = 0xC1, MARKER_SOF2 = 0xC2, MARKER_SOF3 = 0xC3, MARKER_DHT = 0xC4, MARKER_JPG = 0xC8, MARKER_DAC = 0xCC,
    MARKER_SOF15 = 0xCF, MARKER_RST0 = 0xD0, MARKER_RST7 = 0xD7, MARKER_SOI = 0xD8, MARKER_EOI = 0xD9, MARKER_SOS = 0xDA, MARKER_DQT = 0xDB,
    MARKER_DRI = 0xDD, MARKER_APP0 = 0xE0, MARKER_APP14 = 0xEE, MARKER_SOF55 = 0xF7, MARKER_TEM = 0x01,
};

enum { JPEG_MOST_COMPONENTS = 4 };

typedef struct ccodecs_jpeg_component {
    uint8_t id, horizontal, vertical, quantization;
} ccodecs_jpeg_component;

/// A table of DHT (B.2.4.2): how many codes of each length, and their symbols in order.
typedef struct ccodecs_jpeg_codes {
    bool is_defined;
    uint8_t counts[17];
    uint8_t symbols[256];
} ccodecs_jpeg_codes;

/// A scan header (B.2.3). For the lossless process `spectral_start` is the predictor, `low_bit` the point transform.
typedef struct ccodecs_jpeg_scan {
    uint32_t components;
    uint8_t index[JPEG_MOST_COMPONENTS], dc[JPEG_MOST_COMPONENTS], ac[JPEG_MOST_COMPONENTS];
    uint8_t spectral_start, spectral_end, high_bit, low_bit;
} ccodecs_jpeg_scan;

typedef struct ccodecs_jpeg_stream {
    ccodecs_input input;
    size_t position;
    /// Where the image itself starts: after whatever preceded the last SOI.
    size_t start;
    /// SOF0 to SOF15 or SOF55; 0 until one is met.
    uint8_t process;
    uint8_t precision;
    uint32_t rows, columns, components;
    ccodecs_jpeg_component component[JPEG_MOST_COMPONENTS];
    ccodecs_jpeg_codes dc[4], ac[4];
    /// In zigzag order, as they come.
    uint16_t quantization[4][64];
    bool has_quantization[4];
    uint32_t restart_interval;
    ccodecs_jpeg_scan scan;
    bool has_jfif;
    /// The colour transform of Adobe's APP14; -1 without it.
    int adobe_transform;
} ccodecs_jpeg_stream;

/// Starts before the first SOI, whatever precedes it.
int ccodecs_jpeg_open(ccodecs_jpeg_stream *stream, ccodecs_input input, ccodecs_report *report);

/// Reads segments until the frame header; leaves the position behind it.
int ccodecs_jpeg_read_frame_header(ccodecs_jpeg_stream *stream, ccodecs_report *report);

/// Reads segments until the next scan's entropy-coded data, where `*has_scan` is true, or the end of the image, where it is false.
int ccodecs_jpeg_next_scan(ccodecs_jpeg_stream *stream, bool *has_scan, ccodecs_report *report);

/// Whether the three components are YBR rather than RGB, by what the stream and then the header say.
bool ccodecs_jpeg_is_ybr(const ccodecs_jpeg_stream *stream, const ccodecs_frame_info *info);

ccodecs_codestream ccodecs_jpeg_codestream(const ccodecs_jpeg_stream *stream, const ccodecs_frame_info *info);

/// The decoders behind `ccodecs_jpeg_decode`, given a stream whose frame header has been read.
int ccodecs_jpeg_lossless_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report);
int ccodecs_jpeg_12bit_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report);
int ccodecs_jpeg_8bit_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report);

#endif
