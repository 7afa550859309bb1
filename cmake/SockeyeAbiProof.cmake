# Proves the numbers that the Java classes carry: reads them out of the sources and writes a C file
# of assertions into the build folder. A wrong number stops the build.

set(abi_java "${CMAKE_CURRENT_SOURCE_DIR}/../java/sockeye/src/main/java/io/sockeye/engine")
set(abi_table "${abi_java}/${SOCKEYE_ABI_TABLE}.java")
set(abi_seam "${abi_java}/Syscalls.java")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${abi_table}" "${abi_seam}")

# Constants that a header set may lack; one that has them proves them nevertheless.
set(SOCKEYE_UNPROVED_CONSTANTS
  # glibc alone
  NI_IDN
  # of later kernels than the oldest that the library runs on
  IP_LOCAL_PORT_RANGE SO_NETNS_COOKIE SO_PREFER_BUSY_POLL SO_RESERVE_MEM
  # in the headers of later releases only, though older kernels know them
  IPV6_FLOWINFO IPV6_FLOWINFO_SEND IPV6_FLOWLABEL_MGR SOL_VSOCK
  # only in the kernel's own include/net/udplite.h
  UDPLITE_RECV_CSCOV UDPLITE_SEND_CSCOV)

set(abi_asserts "")
set(abi_texts "")
set(abi_count 0)
file(STRINGS "${abi_table}" abi_lines REGEX "^ +[A-Z][A-Za-z0-9_]* -?[0-9]+( .*)?$")
foreach(line IN LISTS abi_lines)
  string(REGEX MATCH "^ +([A-Za-z0-9_]+) (-?[0-9]+) ?(.*)$" matched "${line}")
  set(name "${CMAKE_MATCH_1}")
  set(value "${CMAKE_MATCH_2}")
  set(text "${CMAKE_MATCH_3}")
  set(assert "_Static_assert((long long)${name} == ${value}LL, \"${SOCKEYE_ABI_TABLE} ${name}\");\n")
  if(name IN_LIST SOCKEYE_UNPROVED_CONSTANTS)
    set(assert "#ifdef ${name}\n${assert}#endif\n")
  endif()
  string(APPEND abi_asserts "${assert}")
  if(NOT text STREQUAL "")
    string(APPEND abi_texts "    {${value}, \"${text}\"},\n")
  endif()
  math(EXPR abi_count "${abi_count} + 1")
endforeach()

# Fewer would mean that the table was reformatted and nothing is proved any more.
if(abi_count LESS 300)
  message(FATAL_ERROR "Only ${abi_count} constants found in ${abi_table}")
endif()

file(STRINGS "${abi_seam}" abi_lines REGEX "^ +int [A-Z_]+ = [0-9]+;$")
foreach(line IN LISTS abi_lines)
  string(REGEX MATCH "int ([A-Z_]+) = ([0-9]+);" matched "${line}")
  string(APPEND abi_asserts "#define JAVA_${CMAKE_MATCH_1} ${CMAKE_MATCH_2}\n")
endforeach()

set(abi_folder "${CMAKE_BINARY_DIR}/abi")
file(CONFIGURE OUTPUT "${abi_folder}/abi_constants.h" CONTENT "${abi_asserts}" @ONLY)
file(CONFIGURE OUTPUT "${abi_folder}/abi_texts.h" CONTENT "${abi_texts}" @ONLY)

add_library(sockeye-abi-proof OBJECT proof/abi_proof.c)
target_include_directories(sockeye-abi-proof PRIVATE include "${abi_folder}")
