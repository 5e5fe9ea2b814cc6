// The program starts here, and not in Swift, because only C's main is given the arguments: Swift reads them from /proc, which is not
// everywhere, and makes text of them, which loses the bytes that are not UTF-8.

int httpwire_main(int argc, char *const *argv);

int main(int argc, char **argv) { return httpwire_main(argc, argv); }
