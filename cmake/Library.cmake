# libhuice.so: the C API over everything. It shows the functions of huice.h only (api/huice.map), binds its own calls to itself,
# and hides all else, the archives in it as well. LLVM is Debian's shared library, whose symbols carry its version (LLVM_19.1): a
# process may hold another LLVM beside it.
add_library(huice_shared SHARED)
target_link_libraries(huice_shared PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,huice_api>" huice_switch_off)
target_include_directories(huice_shared INTERFACE "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/api>" "$<INSTALL_INTERFACE:include>")
set_target_properties(huice_shared PROPERTIES OUTPUT_NAME huice EXPORT_NAME huice LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR} LINK_DEPENDS "${PROJECT_SOURCE_DIR}/api/huice.map")
target_link_options(huice_shared PRIVATE "LINKER:--version-script=${PROJECT_SOURCE_DIR}/api/huice.map" LINKER:-Bsymbolic)
if(NOT HUICE_SANITIZE AND NOT HUICE_SANITIZE_THREADS)
  target_link_options(huice_shared PRIVATE LINKER:--no-undefined)
endif()
