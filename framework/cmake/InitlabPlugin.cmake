# initlab_add_plugin(NAME SOURCE... [DESTINATION folder])
# Builds NAME.so, a plugin of initlab. NAME is what the user types in an experiment file and must equal the id in the record.
function(initlab_add_plugin name)
  cmake_parse_arguments(ARG "" "DESTINATION" "" ${ARGN})
  add_library(${name} MODULE ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so"
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(ARG_DESTINATION)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${ARG_DESTINATION})
  endif()
  target_link_libraries(${name} PRIVATE initlab_sdk)
  # Same bits on every machine: no contraction, one baseline processor. No errno, no traps: the batch loops vectorise.
  target_compile_options(${name} PRIVATE -march=x86-64-v3 -ffp-contract=off -fno-math-errno -fno-trapping-math
    $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  if(NOT INITLAB_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,-z,defs)  # a missing symbol is an error here, not in the host
  endif()
endfunction()
