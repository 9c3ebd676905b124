#include "crender.h"
