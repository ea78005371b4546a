# How a plugin is built and tested, in initlab's own tree as in any other: find_package(initlab) brings these functions.

# Flags with which a plugin's numbers would change with the compiler; the program refuses what they build.
set(INITLAB_FAST_MATH "-Ofast|-ffast-math|-funsafe-math-optimizations|-fassociative-math|-freciprocal-math|-ffinite-math-only")

# initlab_add_plugin(NAME SOURCE... [DESTINATION folder])
# Builds NAME.so, a plugin of initlab, in the current binary folder or the one given. NAME is what the user types in an
# experiment file and must equal the id in the record.
function(initlab_add_plugin name)
  cmake_parse_arguments(ARG "" "DESTINATION" "" ${ARGN})
  add_library(${name} MODULE ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(ARG_DESTINATION)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${ARG_DESTINATION})
  endif()
  target_link_libraries(${name} PRIVATE initlab::sdk)
  # Same bits on every machine: no contraction, one baseline processor. No errno, no traps: the batch loops vectorise.
  target_compile_options(${name} PRIVATE -march=x86-64-v3 -ffp-contract=off -fno-math-errno -fno-trapping-math
    $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    target_compile_options(${name} PRIVATE -O3)  # whoever names no build type does not ask for a slow plugin
    target_compile_definitions(${name} PRIVATE NDEBUG)
  endif()
  if(NOT INITLAB_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,-z,defs)  # a missing symbol is an error here, not in the host
  endif()
  set_property(DIRECTORY APPEND PROPERTY INITLAB_PLUGIN_TARGETS ${name})

  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  get_directory_property(options COMPILE_OPTIONS)
  if("${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS_${config}} ${CMAKE_CXX_FLAGS_${config}} ${options}" MATCHES
     "(^|[ ;])(${INITLAB_FAST_MATH})")
    message(WARNING "${name} would be built with ${CMAKE_MATCH_2} (its numbers would change with the compiler). "
                    "initlab refuses such plugins: remove that flag.")
  endif()
endfunction()

# initlab_add_experiment_test(NAME FILE.toml [ARGUMENT...])
# A CTest: `initlab run FILE.toml --check` with the plugins of this folder's list file. It fails if the run does, or if a
# measured number contradicts theory. Further arguments go to initlab run. A macro, because enable_testing() works only
# in the scope of the list file that calls it.
macro(initlab_add_experiment_test name file)
  enable_testing()
  initlab_add_experiment_test_in_function("${name}" "${file}" ${ARGN})
endmacro()

function(initlab_add_experiment_test_in_function name file)
  get_filename_component(file "${file}" ABSOLUTE)
  get_directory_property(plugins INITLAB_PLUGIN_TARGETS)
  set(path)
  if(plugins)
    list(TRANSFORM plugins PREPEND "$<TARGET_FILE_DIR:")
    list(TRANSFORM plugins APPEND ">")
    set(path --plugin-path "$<JOIN:$<REMOVE_DUPLICATES:${plugins}>,:>")
  endif()
  add_test(NAME ${name} COMMAND initlab::initlab run "${file}" --check ${path} ${ARGN})
endfunction()
