include(CheckCSourceCompiles)

set(SOCKEYE_SANITIZER_OPTIONS
  -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)

set(CMAKE_REQUIRED_FLAGS "-fsanitize=address,undefined")
check_c_source_compiles("int main(void) { return 0; }" SOCKEYE_HAS_SANITIZERS)
unset(CMAKE_REQUIRED_FLAGS)
if(NOT SOCKEYE_HAS_SANITIZERS)
  message(WARNING "The compiler has no address and undefined sanitizers: the C tests run without")
endif()

# The C API as a static library, of the sources in core_sources.
function(sockeye_add_core name)
  add_library(${name} STATIC ${core_sources})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}/include"
    PRIVATE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
  target_compile_options(${name} PRIVATE ${SOCKEYE_PORTABLE_OPTIONS} ${ARGN})
endfunction()
