#include "build_id.h"

const char *sockeye_build_id(void) { return SOCKEYE_BUILD_ID; }
