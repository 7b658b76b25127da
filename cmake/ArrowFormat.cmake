# The builders for Arrow's metadata, as a header. Only runtime/arrow/ipc.cpp includes it.
find_program(FLATC flatc REQUIRED)
set(ARROW_FORMAT_OUT "${CMAKE_BINARY_DIR}/arrow")
add_custom_command(
  OUTPUT "${ARROW_FORMAT_OUT}/ipc_generated.h"
  COMMAND ${FLATC} --cpp --scoped-enums -o "${ARROW_FORMAT_OUT}" "${PROJECT_SOURCE_DIR}/runtime/arrow/ipc.fbs"
  DEPENDS "${PROJECT_SOURCE_DIR}/runtime/arrow/ipc.fbs"
  VERBATIM)
target_sources(huice_runtime PRIVATE "${ARROW_FORMAT_OUT}/ipc_generated.h")
target_include_directories(huice_runtime SYSTEM PRIVATE "${ARROW_FORMAT_OUT}")
