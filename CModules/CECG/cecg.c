#include "cecg.h"
