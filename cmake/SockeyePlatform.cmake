# What differs by operating system and processor is decided here, not in C.

if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  message(FATAL_ERROR "The C layer has no sources for ${CMAKE_SYSTEM_NAME}; build with -Dskip.native")
endif()

set(SOCKEYE_JNI_MD linux)
set(SOCKEYE_ABI_TABLE LinuxAbi)

if(SOCKEYE_CLASSIFIER STREQUAL "")
  string(TOLOWER "${CMAKE_SYSTEM_PROCESSOR}" processor)
  string(REPLACE "amd64" "x86_64" processor "${processor}")
  string(REPLACE "aarch64" "aarch_64" processor "${processor}")
  set(SOCKEYE_CLASSIFIER "linux-${processor}")
endif()

if(NOT EXISTS "${SOCKEYE_JAVA_HOME}/include/jni.h")
  message(FATAL_ERROR "No jni.h in '${SOCKEYE_JAVA_HOME}/include': set JAVA_HOME or pass"
    " -DSOCKEYE_JAVA_HOME=<home of a JDK>")
endif()

include(CheckCCompilerFlag)

# Each of these would bring symbols that musl or an old glibc lacks, or a second library.
file(STRINGS options/portable.txt SOCKEYE_PORTABLE_OPTIONS)
check_c_compiler_flag(-mno-outline-atomics SOCKEYE_HAS_NO_OUTLINE_ATOMICS)
if(SOCKEYE_HAS_NO_OUTLINE_ATOMICS)
  list(APPEND SOCKEYE_PORTABLE_OPTIONS -mno-outline-atomics)
endif()

file(STRINGS options/link.txt SOCKEYE_LIBRARY_LINK_OPTIONS)
