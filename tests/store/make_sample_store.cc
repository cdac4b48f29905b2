// make_sample_store DIR: writes the store that a release keeps in tests/store/samples. Copy it with
// `mdb_copy -c DIR tests/store/samples/schema-N`, which leaves out free pages.

#include "tests/store/sample_store.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  sa::test::write_sample_store(argv[1]);
  return 0;
}
