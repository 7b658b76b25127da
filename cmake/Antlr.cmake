# The generated lexer and parser, as the object library huice_antlr. Only compiler/syntax/antlr includes its headers.
find_program(ANTLR4 antlr4 REQUIRED)
set(ANTLR_OUT "${CMAKE_BINARY_DIR}/antlr")
set(ANTLR_ON_DEMAND "${PROJECT_SOURCE_DIR}/cmake/AntlrOnDemand.cmake")
set(ANTLR_GENERATED PolicyLexer.cpp PolicyParser.cpp PolicyLexer.h PolicyParser.h)
list(TRANSFORM ANTLR_GENERATED PREPEND "${ANTLR_OUT}/")
set(ANTLR_GRAMMARS "${PROJECT_SOURCE_DIR}/grammar/PolicyLexer.g4" "${PROJECT_SOURCE_DIR}/grammar/PolicyParser.g4")
add_custom_command(
  OUTPUT ${ANTLR_GENERATED}
  COMMAND ${ANTLR4} -Dlanguage=Cpp -encoding utf8 -Werror -Xexact-output-dir -no-listener -no-visitor
          -package huice::syntax::antlr -o "${ANTLR_OUT}" ${ANTLR_GRAMMARS}
  COMMAND ${CMAKE_COMMAND} -DFILE=${ANTLR_OUT}/PolicyLexer.cpp -DCLASS=PolicyLexer -DBASE=Lexer -P "${ANTLR_ON_DEMAND}"
  COMMAND ${CMAKE_COMMAND} -DFILE=${ANTLR_OUT}/PolicyParser.cpp -DCLASS=PolicyParser -DBASE=Parser -P "${ANTLR_ON_DEMAND}"
  DEPENDS ${ANTLR_GRAMMARS} "${ANTLR_ON_DEMAND}"
  VERBATIM)
find_path(ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR_LIBRARY antlr4-runtime REQUIRED)
file(GLOB antlr_adapters CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/compiler/syntax/antlr/*.cpp")
add_library(huice_antlr STATIC ${ANTLR_GENERATED} ${antlr_adapters})
# The runtime's headers and the generated code predate C++20's char8_t.
set_source_files_properties("${ANTLR_OUT}/PolicyLexer.cpp" "${ANTLR_OUT}/PolicyParser.cpp" PROPERTIES COMPILE_OPTIONS "-w")
target_compile_options(huice_antlr PRIVATE -fno-char8_t)
target_include_directories(huice_antlr SYSTEM PRIVATE "${ANTLR_INCLUDE}" "${ANTLR_OUT}")
target_include_directories(huice_antlr PRIVATE "${PROJECT_SOURCE_DIR}")
target_link_libraries(huice_antlr PUBLIC huice_diagnostics huice_syntax PRIVATE "${ANTLR_LIBRARY}")
