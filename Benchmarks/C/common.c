#define _GNU_SOURCE
#include "common.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

void die(const char *what) {
  perror(what);
  exit(1);
}

double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int connect_to(int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return descriptor;
}

void send_all(int descriptor, const void *bytes, size_t count) {
  for (size_t sent = 0; sent < count;) {
    ssize_t step = send(descriptor, (const char *)bytes + sent, count - sent, MSG_NOSIGNAL);
    if (step <= 0) die("send");
    sent += (size_t)step;
  }
}

size_t receive(int descriptor, void *buffer, size_t capacity) {
  ssize_t count = recv(descriptor, buffer, capacity, 0);
  if (count <= 0) die("recv");
  return (size_t)count;
}

const char *filler(size_t count) {
  char *bytes = malloc(count);
  if (!bytes) die("malloc");
  memset(bytes, 'x', count);
  return bytes;
}

static long peak_resident_memory(void) {
  char line[256];
  long peak = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld kB", &peak) == 1) break;
  if (status) fclose(status);
  return peak;
}

void report(double seconds, long long bytes) { printf("%.9f %lld %ld\n", seconds, bytes, peak_resident_memory()); }
