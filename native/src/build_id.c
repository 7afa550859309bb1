#include "build_id.h"

#include "build_id_value.h"

const char *sockeye_build_id(void) { return SOCKEYE_BUILD_ID; }
