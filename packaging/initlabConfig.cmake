# find_package(initlab): the targets initlab::sdk (headers of a plugin) and initlab::initlab (the program), and the
# functions initlab_add_plugin and initlab_add_experiment_test. All places are relative to this file, so that an installed
# folder may be moved. REALPATH, because /lib is a link to /usr/lib and /include is not one to /usr/include.
get_filename_component(INITLAB_PREFIX "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
get_filename_component(INITLAB_PREFIX "${INITLAB_PREFIX}/../../.." ABSOLUTE)

if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  set(initlab_FOUND FALSE)
  set(initlab_NOT_FOUND_MESSAGE "initlab's plugins are for x86-64 processors, not for ${CMAKE_SYSTEM_PROCESSOR}")
  return()
endif()

if(NOT TARGET initlab::sdk)
  add_library(initlab::sdk INTERFACE IMPORTED)
  set_target_properties(initlab::sdk PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${INITLAB_PREFIX}/include"
    INTERFACE_COMPILE_FEATURES cxx_std_20)
  add_executable(initlab::initlab IMPORTED)
  set_target_properties(initlab::initlab PROPERTIES IMPORTED_LOCATION "${INITLAB_PREFIX}/bin/initlab")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/InitlabPlugin.cmake")
