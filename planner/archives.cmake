# Large libraries from their archives, where the distribution ships some that link. A program then carries what it calls of them; of shared
# ones it waits at every start, to print its version as well, for all that they might call: Debian's HDF5 loads curl and some thirty more
# for files in a cloud store, and CBC is relocated whole.

include(CheckCXXSourceCompiles)

option(HALLPLAN_ARCHIVES "Link HDF5 and CBC from archives where these link by themselves" ON)

# hallplan_from_archives(<variable> INCLUDE <folders> SOURCE <program> ARCHIVES <names, dependents first> WITH <other libraries>)
# replaces the libraries in <variable> by archives, where all are found and the program links with them and nothing else.
function(hallplan_from_archives variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SOURCE" "INCLUDE;ARCHIVES;WITH")
  if(NOT HALLPLAN_ARCHIVES)
    return()
  endif()
  set(libraries)
  foreach(name IN LISTS arg_ARCHIVES)
    find_library(HALLPLAN_ARCHIVE_${name} lib${name}.a PATH_SUFFIXES hdf5/serial)
    mark_as_advanced(HALLPLAN_ARCHIVE_${name})
    if(NOT HALLPLAN_ARCHIVE_${name})
      return()
    endif()
    list(APPEND libraries ${HALLPLAN_ARCHIVE_${name}})
  endforeach()
  list(APPEND libraries ${arg_WITH})
  set(CMAKE_REQUIRED_INCLUDES ${arg_INCLUDE})
  set(CMAKE_REQUIRED_LIBRARIES ${libraries})
  set(CMAKE_REQUIRED_FLAGS "-w")
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles("${arg_SOURCE}" HALLPLAN_${variable}_LINKS)
  if(HALLPLAN_${variable}_LINKS)
    set(${variable} ${libraries} PARENT_SCOPE)
  endif()
endfunction()
