#ifndef SOCKEYE_BUILD_ID_H
#define SOCKEYE_BUILD_ID_H

/* The hash of the sources that this library was built from; the classes carry the same one. */
__attribute__((visibility("default"))) const char *sockeye_build_id(void);

#endif
