# Compiles and runs offsets.c against a header and compares what it prints with the file that the Java
# binding is tested against. The program prints a field a line, so that a difference has a name.
function(check_layouts source expected)
  try_run(ran compiled
    "${CMAKE_CURRENT_BINARY_DIR}/offsets" "${CMAKE_CURRENT_SOURCE_DIR}/offsets.c"
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${source}/include;${source}/ggml/include"
    COMPILE_OUTPUT_VARIABLE errors
    RUN_OUTPUT_VARIABLE found)
  if(NOT compiled)
    string(REGEX MATCH "error: [^\n]*" first "${errors}")
    message(FATAL_ERROR
      "The header ${source}/include/llama.h has not what llama.cpp b4916 has: ${first}")
  endif()
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/layouts.json" "${found}")
  file(READ "${expected}" wanted)
  if(found STREQUAL wanted)
    message(STATUS "The structures are laid out as the Java binding expects")
    return()
  endif()
  string(REGEX MATCHALL "[^\n]+" found_lines "${found}")
  string(REGEX MATCHALL "[^\n]+" wanted_lines "${wanted}")
  set(other "")
  foreach(line IN LISTS found_lines)
    string(FIND "${wanted}" "${line}\n" at)
    string(REGEX MATCH "\"([^\"]+)\"" named "${line}")
    if(at EQUAL -1 AND named)
      list(APPEND other "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  list(JOIN other ", " other)
  message(FATAL_ERROR
    "The header ${source}/include/llama.h is not that of b4916: it lays out ${other} differently from ${expected}. The jar would refuse the library.")
endfunction()
