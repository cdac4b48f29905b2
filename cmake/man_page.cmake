# sa_man_page(check_sa_units.1): makes and installs the man page of check_sa_units.1.scd in this
# folder, where scdoc is there to make it. True in ${SCDOC} says so.
find_program(SCDOC scdoc)

function(sa_man_page page)
  if(NOT SCDOC)
    return()
  endif()
  set(made ${CMAKE_CURRENT_BINARY_DIR}/${page})
  add_custom_command(
    OUTPUT ${made}
    COMMAND sh -c "'${SCDOC}' < '${CMAKE_CURRENT_SOURCE_DIR}/${page}.scd' > '${made}'"
    DEPENDS ${page}.scd VERBATIM)
  add_custom_target(man.${page} ALL DEPENDS ${made})
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES ${made} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endfunction()
