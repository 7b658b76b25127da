# Libraries that are loaded when they are first needed (base/late_library.h): their headers are used, they are not linked.
function(huice_late_library name package source)
  pkg_check_modules(${name} REQUIRED ${package})
  list(GET ${name}_LINK_LIBRARIES 0 library)
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p "${library}" OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  if(NOT headers MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "${library} does not say by what name it is loaded")
  endif()
  set_source_files_properties("${PROJECT_SOURCE_DIR}/${source}" PROPERTIES
                              COMPILE_DEFINITIONS "HUICE_${name}=\"${CMAKE_MATCH_1}\"" INCLUDE_DIRECTORIES "${${name}_INCLUDE_DIRS}")
endfunction()
huice_late_library(LIBZIP libzip runtime/workbook/package.cpp)
huice_late_library(XLSXWRITER xlsxwriter runtime/workbook/book_writer.cpp)
