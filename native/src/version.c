#include "sockeye.h"

#include "build_id_value.h"

/* What a call costs when it does nothing. */
int sockeye_noop(void) {
    return 0;
}

const char *sockeye_build_id(void) {
    return SOCKEYE_BUILD_ID;
}
