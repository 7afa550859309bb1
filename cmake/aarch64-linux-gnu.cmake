# Cross build for 64-bit ARM with Debian's compiler; tests run in qemu's emulation of a process.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
find_program(SOCKEYE_AARCH64_GCC aarch64-linux-gnu-gcc)
if(NOT SOCKEYE_AARCH64_GCC)
  message(FATAL_ERROR "No aarch64-linux-gnu-gcc on the PATH: native/aarch64/prepare installs it")
endif()
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# The leak checker does not run in an emulation, and the build for this machine has them.
set(SOCKEYE_HAS_SANITIZERS OFF CACHE INTERNAL "")
