/* Text and vector drawing of the system: Cairo draws, Pango sets the type. */
#include <pango/pangocairo.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
