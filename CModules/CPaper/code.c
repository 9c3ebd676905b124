// Bar codes by zint, QR codes by libqrencode, drawn as areas: sharp on every printer.
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <zint.h>

#include "fail.h"
#include "sheet.h"

/// Beyond what any of the symbologies holds.
enum { GREATEST_LENGTH = 4096 };

/// The modules of a code, a byte each, 1 for dark.
typedef struct {
    uint32_t columns, rows;
    uint8_t *dark;
} modules;

static int symbology(enum cpaper_code_kind kind) {
    switch (kind) {
    case CPAPER_GS1_128: return BARCODE_GS1_128;
    case CPAPER_CODE_39: return BARCODE_CODE39;
    case CPAPER_EAN: return BARCODE_EANX;
    case CPAPER_DATA_MATRIX: return BARCODE_DATAMATRIX;
    default: return BARCODE_CODE128;
    }
}

static int reserve(modules *code, uint32_t columns, uint32_t rows, char *message) {
    *code = (modules){columns, rows, malloc((size_t)columns * rows + 1)};
    return code->dark ? CPAPER_OK : cpaper_fail(message, CPAPER_NO_MEMORY, "no memory for a code");
}

static int encode_bars(const cpaper_code *wanted, modules *code, char *message) {
    struct zint_symbol *symbol = ZBarcode_Create();
    if (!symbol) return cpaper_fail(message, CPAPER_NO_MEMORY, "no memory for a code");
    symbol->symbology = symbology(wanted->kind);
    symbol->input_mode = wanted->kind == CPAPER_GS1_128 ? GS1_MODE : UNICODE_MODE;
    if (wanted->kind == CPAPER_DATA_MATRIX) symbol->option_3 = DM_SQUARE;
    int status = CPAPER_OK;
    if (ZBarcode_Encode(symbol, (const unsigned char *)wanted->text, (int)wanted->length) >= ZINT_ERROR)
        status = cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no such code: %.100s", symbol->errtxt);
    if (status == CPAPER_OK) status = reserve(code, (uint32_t)symbol->width, (uint32_t)symbol->rows, message);
    if (status == CPAPER_OK)
        for (uint32_t row = 0; row < code->rows; row++)
            for (uint32_t column = 0; column < code->columns; column++)
                code->dark[row * code->columns + column] = symbol->encoded_data[row][column / 8] >> (column % 8) & 1;
    ZBarcode_Delete(symbol);
    return status;
}

static int encode_qr(const cpaper_code *wanted, modules *code, char *message) {
    QRcode *symbol = QRcode_encodeData((int)wanted->length, (const unsigned char *)wanted->text, 0, QR_ECLEVEL_M);
    if (!symbol) return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no QR code holds these %zu bytes", wanted->length);
    int status = reserve(code, (uint32_t)symbol->width, (uint32_t)symbol->width, message);
    if (status == CPAPER_OK)
        for (size_t i = 0; i < (size_t)symbol->width * (size_t)symbol->width; i++) code->dark[i] = symbol->data[i] & 1;
    QRcode_free(symbol);
    return status;
}

static int encode(const cpaper_code *wanted, modules *code, char *message) {
    *code = (modules){0, 0, NULL};
    if (wanted->length < 1 || wanted->length > GREATEST_LENGTH)
        return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no code of %zu bytes", wanted->length);
    return wanted->kind == CPAPER_QR ? encode_qr(wanted, code, message) : encode_bars(wanted, code, message);
}

int cpaper_code_size(const cpaper_code *code, uint32_t *columns, uint32_t *rows, char *message) {
    modules encoded;
    int status = encode(code, &encoded, message);
    *columns = encoded.columns;
    *rows = encoded.rows;
    free(encoded.dark);
    return status;
}

/// Adds each run of dark modules as one rectangle.
static void add_runs(cairo_t *cairo, const modules *code, double x, double y, double width, double height) {
    double across = width / code->columns, down = height / code->rows;
    for (uint32_t row = 0; row < code->rows; row++) {
        const uint8_t *dark = code->dark + (size_t)row * code->columns;
        for (uint32_t column = 0; column < code->columns;) {
            uint32_t first = column;
            while (column < code->columns && dark[column]) column++;
            if (column > first) cairo_rectangle(cairo, x + first * across, y + row * down, (column - first) * across, down);
            else column++;
        }
    }
}

int cpaper_draw_code(
    cpaper_sheet *sheet, const cpaper_code *code, double x, double y, double width, double height, const cpaper_color *color,
    char *message) {
    modules encoded;
    int status = encode(code, &encoded, message);
    if (status == CPAPER_OK) {
        cpaper_use_color(sheet->cairo, color);
        cairo_set_fill_rule(sheet->cairo, CAIRO_FILL_RULE_WINDING);
        // Softened edges would leave light seams between rows of one module.
        cairo_set_antialias(sheet->cairo, CAIRO_ANTIALIAS_NONE);
        add_runs(sheet->cairo, &encoded, x, y, width, height);
        cairo_fill(sheet->cairo);
        cairo_set_antialias(sheet->cairo, CAIRO_ANTIALIAS_DEFAULT);
    }
    free(encoded.dark);
    return status;
}
