# Proves the numbers of io_uring that RingAbi.java carries, if this system's header has them all.

set(uring_java "${abi_java}/RingAbi.java")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${uring_java}")

set(uring_text "")
set(uring_count 0)
file(STRINGS "${uring_java}" uring_lines REGEX "^ +static final int [A-Z_]+ = [0-9]+;$")
foreach(line IN LISTS uring_lines)
  string(REGEX MATCH "int ([A-Z_]+) = ([0-9]+);" matched "${line}")
  set(name "${CMAKE_MATCH_1}")
  set(value "${CMAKE_MATCH_2}")
  if(name MATCHES "^IO(RING|SQE)_")
    string(APPEND uring_text
      "_Static_assert((long long)${name} == ${value}LL, \"RingAbi ${name}\");\n")
  else()
    string(APPEND uring_text "#define JAVA_${name} ${value}\n")
  endif()
  math(EXPR uring_count "${uring_count} + 1")
endforeach()
if(uring_count LESS 50)
  message(FATAL_ERROR "Only ${uring_count} numbers found in ${uring_java}")
endif()
file(CONFIGURE OUTPUT "${abi_folder}/uring_constants.h" CONTENT "${uring_text}" @ONLY)

include(CheckCSourceCompiles)
check_c_source_compiles("
  #include <linux/io_uring.h>
  struct io_uring_buf_reg reg;
  int main(void) { return IORING_SETUP_DEFER_TASKRUN + IORING_RECV_MULTISHOT; }"
  SOCKEYE_HAS_URING_HEADER)
if(SOCKEYE_HAS_URING_HEADER)
  add_library(sockeye-uring-proof OBJECT proof/uring_proof.c)
  target_include_directories(sockeye-uring-proof PRIVATE "${abi_folder}")
else()
  message(STATUS "linux/io_uring.h is missing or older than Linux 6.1: RingAbi.java is not proved")
endif()
