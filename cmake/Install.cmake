# cmake --install BUILD [--component embedding] [--strip]: the library, its headers, the package for find_package(huice) and
# pkg-config, and the command line.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
install(TARGETS huice_shared EXPORT huice LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT embedding NAMELINK_COMPONENT embedding)
install(FILES api/huice.h api/huice.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT embedding)
install(EXPORT huice NAMESPACE huice:: FILE huiceTargets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/huice COMPONENT embedding)
file(WRITE "${PROJECT_BINARY_DIR}/package/huiceConfig.cmake" "include(\"\${CMAKE_CURRENT_LIST_DIR}/huiceTargets.cmake\")\n")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/huiceConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/package/huiceConfig.cmake" "${PROJECT_BINARY_DIR}/package/huiceConfigVersion.cmake"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/huice COMPONENT embedding)
# The prefix is found from where the file lies, so the installed tree may be moved.
file(WRITE "${PROJECT_BINARY_DIR}/package/huice.pc" "prefix=\${pcfiledir}/../..
Name: huice
Description: Decides applicants for subsidy measures, exactly and with reasons
Version: ${PROJECT_VERSION}
Cflags: -I\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}
Libs: -L\${prefix}/${CMAKE_INSTALL_LIBDIR} -lhuice
")
install(FILES "${PROJECT_BINARY_DIR}/package/huice.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT embedding)
install(TARGETS huice RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
