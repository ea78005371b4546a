# How everything in this tree is compiled. The numbers of a run must not depend on the compiler's mood:
# no contraction of a*b+c (an fma is written where one is meant), no fast-math of any kind.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

option(INITLAB_WERROR "Warnings are errors" OFF)
set(INITLAB_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

include(InitlabPlugin)
string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
if("$ENV{CFLAGS} $ENV{CXXFLAGS} ${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS_${config}} ${CMAKE_CXX_FLAGS_${config}}"
   MATCHES "(^|[ ;])(${INITLAB_FAST_MATH})")
  message(FATAL_ERROR "initlab does not build with ${CMAKE_MATCH_2}: its results would change with the compiler. Remove that flag.")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

# Same bits everywhere (contract=off); no errno and no trap handlers, so that loops vectorise.
set(INITLAB_NUMERIC_FLAGS -ffp-contract=off -fno-math-errno -fno-trapping-math)
# The baseline processor: AVX2, FMA, F16C, BMI (2013 and later). cli/ checks it before anything else runs.
set(INITLAB_BASELINE_FLAGS -march=x86-64-v3)

add_library(initlab_options INTERFACE)
target_compile_options(initlab_options INTERFACE
  ${INITLAB_BASELINE_FLAGS} ${INITLAB_NUMERIC_FLAGS} -Wall -Wextra -Wpedantic -Wshadow
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # gcc 12 sees an overlap in std::string::operator+ that is not there (bug 105651)
  $<$<BOOL:${INITLAB_WERROR}>:-Werror>)
if(INITLAB_SANITIZE)
  add_compile_options(-fsanitize=${INITLAB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${INITLAB_SANITIZE})
endif()
