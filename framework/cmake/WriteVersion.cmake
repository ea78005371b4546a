# Run at every build: writes version.cpp when the revision changed, so that a result's manifest names what was built.
execute_process(COMMAND git describe --always --dirty --abbrev=12 WORKING_DIRECTORY ${SOURCE_DIR}
                OUTPUT_VARIABLE REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed OR NOT EXISTS ${SOURCE_DIR}/.git)
  set(REVISION unknown)
endif()
configure_file(${SOURCE_DIR}/framework/experiment/version.cpp.in ${OUTPUT} @ONLY)
