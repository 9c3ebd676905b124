// CPaper: pages in millimetres, drawn by Cairo, their type set by Pango, their codes made by zint and libqrencode.
//
// A sheet is opened for one kind of file, gets one page or more, is drawn on, and is finished into bytes. Different sheets may be used
// on different threads at once; one sheet belongs to one thread at a time. The same calls give the same bytes.
// x runs to the right and y down from the page's upper left corner, both in millimetres.
#ifndef YIGONG_CPAPER_H
#define YIGONG_CPAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// 0 when the work was done; otherwise one of the negative codes below, and a sentence in `message`.
enum cpaper_status {
    CPAPER_OK = 0,
    /// A size, number or text that cannot be drawn.
    CPAPER_BAD_ARGUMENT = -1,
    /// The page or picture would pass a limit.
    CPAPER_TOO_LARGE = -2,
    /// The bytes of a picture break the rules of their format.
    CPAPER_CORRUPT = -3,
    CPAPER_NO_MEMORY = -4,
    /// A library failed for a reason that is not in the data.
    CPAPER_INTERNAL = -5
};

/// The room that a `message` argument must have; a null `message` is allowed everywhere.
#define CPAPER_MESSAGE_SIZE 256

enum cpaper_kind { CPAPER_PDF, CPAPER_SVG, CPAPER_PNG, CPAPER_JPEG };

/// A sheet that is being drawn on.
typedef struct cpaper_sheet cpaper_sheet;

/// Bytes that cpaper_release gives back.
typedef struct {
    uint8_t *data;
    size_t length;
} cpaper_file;

typedef struct {
    enum cpaper_kind kind;
    /// Dots an inch of PNG and JPEG; without meaning for the others.
    double resolution;
    /// 1 … 100, of JPEG alone.
    int quality;
    /// Stand in the PDF's document information; null for none.
    const char *title, *author;
    /// ISO 8601, in the PDF's document information; null for none: the clock is never read.
    const char *created;
} cpaper_options;

/// Each 0 … 1, not premultiplied.
typedef struct {
    double red, green, blue, alpha;
} cpaper_color;

enum cpaper_cap { CPAPER_BUTT, CPAPER_ROUND };

typedef struct {
    /// Millimetres.
    double width;
    cpaper_color color;
    /// Ends and corners alike.
    enum cpaper_cap cap;
    /// Lengths of dashes and gaps in turn, millimetres; none for a whole line.
    const double *dash;
    size_t dash_count;
} cpaper_stroke;

// Sheets

/// Opens a sheet without a page.
int cpaper_open(const cpaper_options *options, cpaper_sheet **sheet, char *message);

/// Begins a page; everything drawn from now on stands on it. Only a PDF has more than one.
int cpaper_page(cpaper_sheet *sheet, double width, double height, char *message);

/// Ends the sheet's drawing and gives its bytes. The sheet can only be closed afterwards.
int cpaper_finish(cpaper_sheet *sheet, cpaper_file *file, char *message);

/// Gives a sheet back, finished or not; null is allowed.
void cpaper_close(cpaper_sheet *sheet);

void cpaper_release(cpaper_file *file);

// What is drawn

/// Keeps the origin, scale and clip until cpaper_restore, moves the origin, scales and turns (degrees, clockwise).
void cpaper_save(cpaper_sheet *sheet, double x, double y, double scale, double rotation);
void cpaper_restore(cpaper_sheet *sheet);
/// Nothing outside the rectangle is drawn until the enclosing cpaper_restore.
void cpaper_clip(cpaper_sheet *sheet, double x, double y, double width, double height);

/// Draws a line through `count` points of x, y pairs. Points that lie within 20 µm of the line without them are left out; a point
/// that is not finite interrupts the line.
void cpaper_polyline(cpaper_sheet *sheet, const double *points, size_t count, const cpaper_stroke *stroke);

/// Draws every pair of points as a line of its own, all in one stroke: grids.
void cpaper_segments(cpaper_sheet *sheet, const double *points, size_t count, const cpaper_stroke *stroke);

/// Fills (even-odd) and outlines a polygon; null leaves either out.
void cpaper_polygon(
    cpaper_sheet *sheet, const double *points, size_t count, const cpaper_color *fill, const cpaper_stroke *stroke);

/// A rectangle, with corners of `radius`.
void cpaper_rectangle(
    cpaper_sheet *sheet, double x, double y, double width, double height, double radius, const cpaper_color *fill,
    const cpaper_stroke *stroke);

void cpaper_ellipse(
    cpaper_sheet *sheet, double x, double y, double width, double height, const cpaper_color *fill, const cpaper_stroke *stroke);

// Text

enum cpaper_family { CPAPER_SANS, CPAPER_SERIF, CPAPER_MONO };
enum cpaper_alignment { CPAPER_LEFT, CPAPER_CENTRE, CPAPER_RIGHT };
/// What of the text stands at y.
enum cpaper_anchor { CPAPER_TOP, CPAPER_BASELINE, CPAPER_MIDDLE, CPAPER_BOTTOM };

typedef struct {
    /// UTF-8; bytes that are none are shown as U+FFFD.
    const char *text;
    size_t length;
    enum cpaper_family family;
    /// Of the em square, millimetres.
    double size;
    /// 100 … 900; 400 is regular.
    int weight;
    bool is_italic;
    double x, y;
    /// Lines are broken at this width; 0: only where the text breaks them, and x is where the text is aligned.
    double width;
    enum cpaper_alignment alignment;
    enum cpaper_anchor anchor;
    /// No more lines than these, the last one ends with …; 0: any number. Needs a width.
    int line_limit;
    /// Degrees, clockwise about x, y.
    double rotation;
    cpaper_color color;
} cpaper_text;

typedef struct {
    double width, height;
    /// From the top to the first baseline.
    double baseline;
    int lines;
} cpaper_extent;

void cpaper_draw_text(cpaper_sheet *sheet, const cpaper_text *text);

/// What a text would take, millimetres. Needs no sheet.
int cpaper_measure(const cpaper_text *text, cpaper_extent *extent, char *message);

// Pictures

enum cpaper_picture_format {
    /// Rows of red, green, blue, alpha bytes, not premultiplied.
    CPAPER_RGBA,
    CPAPER_JPEG_FILE,
    CPAPER_PNG_FILE
};

typedef struct {
    enum cpaper_picture_format format;
    const uint8_t *data;
    size_t length;
    /// Pixels, of CPAPER_RGBA alone.
    uint32_t width, height;
    /// Keeps the edges of pixels sharp.
    bool is_sharp;
} cpaper_picture;

/// Draws a picture over the rectangle. A JPEG goes into a PDF as it is.
int cpaper_draw_picture(
    cpaper_sheet *sheet, const cpaper_picture *picture, double x, double y, double width, double height, char *message);

// Codes

enum cpaper_code_kind {
    /// ISO/IEC 15417.
    CPAPER_CODE_128,
    /// GS1-128, with application identifiers in square brackets.
    CPAPER_GS1_128,
    /// ISO/IEC 16388.
    CPAPER_CODE_39,
    /// EAN-13 and EAN-8 (ISO/IEC 15420).
    CPAPER_EAN,
    /// ISO/IEC 16022.
    CPAPER_DATA_MATRIX,
    /// ISO/IEC 18004, error correction level M.
    CPAPER_QR
};

typedef struct {
    enum cpaper_code_kind kind;
    /// UTF-8.
    const char *text;
    size_t length;
} cpaper_code;

/// Modules across and down (1 for bars), without quiet zones.
int cpaper_code_size(const cpaper_code *code, uint32_t *columns, uint32_t *rows, char *message);

/// Draws a code so that it fills the rectangle; the quiet zone is left to the caller.
int cpaper_draw_code(
    cpaper_sheet *sheet, const cpaper_code *code, double x, double y, double width, double height, const cpaper_color *color,
    char *message);

#ifdef __cplusplus
}
#endif

#endif
