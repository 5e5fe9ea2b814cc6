/* The floors of Scripts/bench: the least that moves the same bytes, as loops of bare system calls and of bare OpenSSL calls. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stddef.h>

/* Writes the request that the library sends, too, and returns its length. */
size_t write_request(char *buffer, size_t capacity, const char *method, const char *path, int port, const char *fields);

/* Where the body begins, or 0 while the head is not complete. */
size_t body_start(const char *buffer, size_t count);

/* A work over TLS; returns the bytes of bodies, or -1 where there is no work of that name. Keeps the seconds itself. */
long long tls_work(const char *work, int port, long long amount, const char *authority, double *seconds);

#endif
