/* What the C programs of Scripts/bench share: a client's connection, the clock, the line that each prints at its end. */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <stddef.h>

enum { SMALL_BODY = 100, CHUNK = 8192, READ_BUFFER = 65536 };

/* Says what went wrong and ends the program. */
_Noreturn void die(const char *what);

/* Seconds on a clock that only goes forward. */
double now(void);

/* A connection to a port of the loopback interface, with Nagle's algorithm off. */
int connect_to(int port);

/* Sends all of the bytes. */
void send_all(int descriptor, const void *bytes, size_t count);

/* Receives at least one byte. */
size_t receive(int descriptor, void *buffer, size_t capacity);

/* Bytes that lie in memory for as long as the program runs, none of them a line end, so that a chunk's end cannot be mistaken. */
const char *filler(size_t count);

/* Prints what every program prints: the seconds its loop took, the bytes of bodies moved, the peak of its resident memory in kB. */
void report(double seconds, long long bytes);

#endif
