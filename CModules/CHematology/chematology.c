#include "chematology.h"
