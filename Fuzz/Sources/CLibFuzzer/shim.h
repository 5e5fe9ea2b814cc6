// libFuzzer as a library: a program with a main function of its own hands it the arguments and the function to try inputs on.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
