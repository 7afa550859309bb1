#include <stdio.h>
#include <string.h>

#include "build_id.h"

int main(void) {
    size_t length = strlen(sockeye_build_id());
    if (length != 16) {
        fprintf(stderr, "build id has %zu characters\n", length);
        return 1;
    }
    return 0;
}
