# The languages over libhuice.so. What Debian does not package comes from registries into build/venv: one of these at a time.
# Where a registry cannot be reached a test says so in one line and is skipped, unless CI=true. A library with sanitizers
# cannot be loaded by programs without them.
function(language_test name script)
  if(HUICE_SANITIZE)
    return()
  endif()
  add_test(NAME ${name} COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/${script}" $<TARGET_FILE:huice> $<TARGET_FILE:huice_shared>)
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 RESOURCE_LOCK languages TIMEOUT 900)
endfunction()

language_test(python python/wheel.py)
language_test(arrow_output acceptance/arrow_output.py)
language_test(postgresql acceptance/postgresql.py)
language_test(java java/jar.py)
language_test(spark spark/cluster.py)
