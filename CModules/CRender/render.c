// The stages in their order (PS3.4 N.2).
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "burn.h"
#include "crender_picture.h"
#include "fail.h"
#include "layout.h"
#include "orient.h"
#include "render_colour.h"
#include "resample.h"
#include "table.h"
#include "tally.h"

/// An automatic window becomes the exact linear one over what the frame holds; a packed bit spans 0 … 1 whatever it holds.
static int resolve_automatic(const crender_cells *cells, crender_exclusion excluded, crender_grey_chain *chain, char *message) {
    double least = 0, greatest = 0;
    if (cells->bytes_per_cell == 0) {
        least = crender_modality_value(&chain->modality, 0);
        greatest = crender_modality_value(&chain->modality, 1);
    } else {
        int status = crender_find_value_range(
            cells, &chain->modality, excluded, chain->voi.clip, &least, &greatest, message);
        if (status != CRENDER_OK) return status;
    }
    chain->voi.kind = CRENDER_VOI_LINEAR_EXACT;
    chain->voi.centre = (least + greatest) / 2;
    chain->voi.width = fabs(greatest - least);
    if (!isfinite(chain->voi.centre)) chain->voi.centre = chain->voi.width = 0;
    return CRENDER_OK;
}

static int check_voi(const crender_voi *voi, char *message) {
    switch (voi->kind) {
    case CRENDER_VOI_TABLE:
        return crender_table_check(&voi->table, "the VOI lookup table", message);
    case CRENDER_VOI_AUTOMATIC:
        if (voi->clip >= 0 && voi->clip < 0.5) return CRENDER_OK;
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "an automatic window that clips %g at each end", voi->clip);
    case CRENDER_VOI_LINEAR:
    case CRENDER_VOI_LINEAR_EXACT:
    case CRENDER_VOI_SIGMOID:
        if (isfinite(voi->centre) && isfinite(voi->width)) return CRENDER_OK;
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "Window Center %g and Width %g", voi->centre, voi->width);
    default:
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "unknown VOI function %d", (int)voi->kind);
    }
}

static int make_chain(
    const crender_source *source, const crender_cells *cells, const crender_request *request, crender_grey_chain *chain,
    char *message) {
    memset(chain, 0, sizeof *chain);
    int status = crender_modality_check(&request->modality, message);
    if (status == CRENDER_OK) status = check_voi(&request->voi, message);
    if (status != CRENDER_OK) return status;

    chain->modality = request->modality;
    chain->voi = request->voi;
    chain->top = request->bits == 16 ? 65535 : 255;
    chain->inverts = (source->photometric == CRENDER_MONOCHROME1 || request->has_inverse_shape) != request->inverts;
    chain->has_padding = crender_padding_range(&request->padding, cells, &chain->padding_low, &chain->padding_high);
    if (chain->voi.kind == CRENDER_VOI_TABLE)
        chain->voi_table_top = ldexp(1, (int)crender_table_bits(&chain->voi.table)) - 1;
    if (chain->voi.kind != CRENDER_VOI_AUTOMATIC) return CRENDER_OK;
    return resolve_automatic(cells, crender_exclusion_of(&request->padding, cells), chain, message);
}

static void make_coloured(const uint8_t *grey, size_t count, uint8_t *colours) {
    for (size_t i = 0; i < count; i++) memset(colours + 3 * i, grey[i], 3);
}

static int render_grey_frame(
    const crender_source *source, const crender_cells *cells, const crender_request *request, crender_rectangle part,
    crender_picture *picture, char *message) {
    crender_grey_chain chain;
    int status = make_chain(source, cells, request, &chain, message);
    if (status != CRENDER_OK) return status;
    if (request->palette) return crender_render_palette(cells, request->palette, &chain, part, picture->data, message);
    if (picture->channels == 1) return crender_render_grey(cells, &chain, part, picture->data, message);

    // A coloured overlay makes a grey frame a colour picture.
    size_t count = (size_t)part.width * part.height;
    uint8_t *grey = malloc(count);
    if (!grey) return crender_fail_memory(message, count);
    status = crender_render_grey(cells, &chain, part, grey, message);
    if (status == CRENDER_OK) make_coloured(grey, count, picture->data);
    free(grey);
    return status;
}

static int render_part(
    const crender_source *source, const crender_cells *cells, const crender_request *request, crender_rectangle part,
    crender_picture *picture, char *message) {
    int status = CRENDER_OK;
    if (cells->samples == 1) status = render_grey_frame(source, cells, request, part, picture, message);
    else crender_render_colour(cells, source->photometric, part, picture->data);
    // A grey frame was inverted before its padding was blackened.
    bool is_coloured = cells->samples == 3 || source->photometric == CRENDER_PALETTE_COLOR;
    if (status == CRENDER_OK && is_coloured && request->inverts)
        for (size_t i = 0; i < picture->length; i++) picture->data[i] ^= 255;
    return status;
}

/// Channels of the picture; 0 when interpretation, samples, palette and depth do not go together.
static uint32_t channels_for(const crender_source *source, const crender_request *request) {
    bool is_grey = source->photometric == CRENDER_MONOCHROME1 || source->photometric == CRENDER_MONOCHROME2;
    bool is_palette = source->photometric == CRENDER_PALETTE_COLOR;
    if ((is_grey || is_palette) != (source->samples == 1)) return 0;
    if (is_palette && (!request->palette || request->palette->is_supplemental)) return 0;
    if (request->palette && (source->samples != 1 || (is_grey && !request->palette->is_supplemental))) return 0;

    uint32_t channels = is_grey && !request->palette ? 1 : 3;
    for (size_t i = 0; i < request->overlay_count; i++)
        if (crender_overlay_is_coloured(&request->overlays[i])) channels = 3;
    return request->bits == 16 && channels == 3 ? 0 : channels;
}

static int prepare(
    const crender_source *source, const crender_request *request, crender_cells *cells, crender_layout *layout,
    crender_picture *picture, char *message) {
    if (request->bits != 8 && request->bits != 16)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a picture of %u bits; 8 and 16 are possible", request->bits);
    if ((unsigned)request->geometry.filter > CRENDER_NEAREST)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "unknown filter %d", (int)request->geometry.filter);
    int status = crender_cells_check(source, cells, message);
    if (status != CRENDER_OK) return status;
    for (size_t i = 0; i < request->overlay_count; i++) {
        status = crender_overlay_check(&request->overlays[i], source, message);
        if (status != CRENDER_OK) return status;
    }
    picture->bits = request->bits;
    picture->channels = channels_for(source, request);
    if (picture->channels == 0)
        return crender_fail(message, CRENDER_BAD_ARGUMENT,
                            "photometric interpretation, %u samples, palette and %u bits of depth do not go together",
                            source->samples, request->bits);
    uint32_t bytes_per_pixel = picture->channels * (picture->bits / 8);
    status = crender_lay_out(&request->geometry, cells, bytes_per_pixel, layout, message);
    if (status != CRENDER_OK) return status;
    picture->width = layout->part.width;
    picture->height = layout->part.height;
    uint64_t length = (uint64_t)picture->width * picture->height * bytes_per_pixel;
    if (length > CRENDER_PICTURE_LIMIT)
        return crender_fail(message, CRENDER_TOO_LARGE, "a picture of %u × %u pixels", picture->width, picture->height);
    picture->length = (size_t)length;
    return CRENDER_OK;
}

int crender_render(const crender_source *source, const crender_request *request, crender_picture *picture, char *message) {
    crender_cells cells;
    crender_layout layout;
    memset(picture, 0, sizeof *picture);
    int status = prepare(source, request, &cells, &layout, picture, message);
    if (status != CRENDER_OK) return status;
    picture->data = malloc(picture->length);
    if (!picture->data) return crender_fail_memory(message, picture->length);

    status = render_part(source, &cells, request, layout.part, picture, message);
    if (status == CRENDER_OK) {
        for (size_t i = 0; i < request->overlay_count; i++)
            crender_overlay_burn(&request->overlays[i], source, layout.part, picture);
        status = crender_resample(picture, layout.width, layout.height, request->geometry.filter, message);
    }
    if (status == CRENDER_OK) status = crender_orient(picture, &request->geometry, message);
    if (status != CRENDER_OK) {
        free(picture->data);
        memset(picture, 0, sizeof *picture);
    }
    return status;
}
