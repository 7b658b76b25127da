# The code generator: compiler/machine/llvm as a module that shows one function, and its bytes as an object that the program and the
# library carry inside them (compiler/machine/generator.cpp loads them), so that either is one file to copy. What must not be hidden
# from the loader stays in it; names for debuggers go.
file(GLOB generator_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/compiler/machine/llvm/*.cpp")
add_library(huice_generator MODULE ${generator_sources})
target_include_directories(huice_generator SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
target_compile_options(huice_generator PRIVATE ${HUICE_WARNINGS})
target_link_libraries(huice_generator PRIVATE huice_ir LLVM)
set(generator_map "${PROJECT_SOURCE_DIR}/compiler/machine/llvm/module.map")
target_link_options(huice_generator PRIVATE "LINKER:--version-script=${generator_map}" LINKER:-Bsymbolic LINKER:--as-needed LINKER:--gc-sections)
if(NOT HUICE_SANITIZE AND NOT HUICE_SANITIZE_THREADS)
  target_link_options(huice_generator PRIVATE LINKER:--no-undefined)
endif()
# LLVM lies where the system's loader looks.
set_target_properties(huice_generator PROPERTIES SKIP_BUILD_RPATH ON LINK_DEPENDS "${generator_map}")

set(generator_bytes "${PROJECT_BINARY_DIR}/generated/generator.bin")
add_custom_command(OUTPUT "${generator_bytes}" COMMAND ${CMAKE_STRIP} -o "${generator_bytes}" $<TARGET_FILE:huice_generator> DEPENDS huice_generator VERBATIM)
set(generator_source "${PROJECT_BINARY_DIR}/generated/generator.c")
file(CONFIGURE OUTPUT "${generator_source}" CONTENT [[
__asm__(".section .rodata\n.balign 16\n.globl huice_generator_begin, huice_generator_end\n"
        "huice_generator_begin: .incbin \"@generator_bytes@\"\nhuice_generator_end:\n.previous\n");
]] @ONLY)
set_source_files_properties("${generator_source}" PROPERTIES OBJECT_DEPENDS "${generator_bytes}")
target_sources(huice_machine PRIVATE "${generator_source}")
set_source_files_properties("${PROJECT_SOURCE_DIR}/compiler/machine/machine.cpp" PROPERTIES COMPILE_DEFINITIONS HUICE_LLVM_VERSION="${LLVM_PACKAGE_VERSION}")
