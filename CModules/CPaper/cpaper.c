#include "cpaper.h"
#include <pango/pangocairo.h>
