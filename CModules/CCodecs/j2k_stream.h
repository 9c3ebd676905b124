/// The main header of a JPEG 2000 codestream (ISO/IEC 15444-1 Annex A), read before any library sees it.
#ifndef CCODECS_J2K_STREAM_H
#define CCODECS_J2K_STREAM_H

#include "codec.h"

typedef struct ccodecs_j2k_stream {
    /// The codestream from SOC to EOC, without the JP2 boxes that some writers put around it although PS3.5 8.2.4 does not.
    ccodecs_input codestream;
    ccodecs_codestream frame;
    /// Blocks are coded with the high-throughput coder of Part 15.
    bool is_high_throughput;
    /// Whether RCT or ICT are applied, so that what is decoded is RGB.
    bool has_component_transform;
} ccodecs_j2k_stream;

/// Reads and checks what decides over memory and time, and that no tile-part is cut off.
int ccodecs_j2k_open(ccodecs_j2k_stream *stream, ccodecs_input input, ccodecs_report *report);

/// The photometric interpretation of what comes out of the decoder.
ccodecs_photometric ccodecs_j2k_photometric(const ccodecs_j2k_stream *stream, ccodecs_photometric header);

#endif
