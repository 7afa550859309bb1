file(STRINGS options/warnings.txt sockeye_warnings)
add_compile_options(${sockeye_warnings} -g)

# The prefix maps keep the folders of this machine out of the debug information.
get_filename_component(sockeye_top "${CMAKE_CURRENT_SOURCE_DIR}/.." ABSOLUTE)
add_compile_options(
  "-ffile-prefix-map=${sockeye_top}=sockeye"
  "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
  "-ffile-prefix-map=${SOCKEYE_JAVA_HOME}=jdk")
add_compile_definitions(_GNU_SOURCE)
