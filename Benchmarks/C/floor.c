/* `floor WORK PORT AMOUNT [FILE]`: the loops over a plain connection. They know just enough HTTP to find the end of a head; how long a
   body is they know beforehand. */
#define _GNU_SOURCE
#include "floor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common.h"

static char buffer[READ_BUFFER];

size_t write_request(char *target, size_t capacity, const char *method, const char *path, int port, const char *fields) {
  const char *format = "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept-Encoding: identity\r\n%s\r\n";
  return (size_t)snprintf(target, capacity, format, method, path, port, fields);
}

size_t body_start(const char *bytes, size_t count) {
  const char *end = memmem(bytes, count, "\r\n\r\n", 4);
  return end ? (size_t)(end - bytes) + 4 : 0;
}

/* Receives a head; returns how many bytes of the body came with it. */
static size_t receive_head(int descriptor) {
  size_t have = 0, start = 0;
  while (!start) {
    have += receive(descriptor, buffer + have, sizeof buffer - have);
    start = body_start(buffer, have);
  }
  return have - start;
}

static long long requests(int descriptor, int port, long long count) {
  char request[256];
  size_t length = write_request(request, sizeof request, "GET", "/small", port, "");
  for (long long number = 0; number < count; number++) {
    send_all(descriptor, request, length);
    for (size_t body = receive_head(descriptor); body < SMALL_BODY;) body += receive(descriptor, buffer, sizeof buffer);
  }
  return count * SMALL_BODY;
}

static size_t ask_for(int descriptor, int port, const char *kind, long long amount) {
  char request[256], path[64];
  snprintf(path, sizeof path, "/%s/%lld", kind, amount);
  send_all(descriptor, request, write_request(request, sizeof request, "GET", path, port, ""));
  return receive_head(descriptor);
}

static void receive_rest(int descriptor, long long left) {
  while (left > 0) left -= (long long)receive(descriptor, buffer, sizeof buffer);
}

static long long download(int descriptor, int port, long long amount) {
  receive_rest(descriptor, amount - (long long)ask_for(descriptor, port, "length", amount));
  return amount;
}

/* The length on the wire: each chunk with its size line and line end, then the last chunk. */
static long long chunked_length(long long amount, long long chunk) {
  char size[32];
  long long whole = amount / chunk, rest = amount % chunk;
  long long length = whole * (snprintf(size, sizeof size, "%llx", (unsigned long long)chunk) + 4 + chunk) + 5;
  return rest ? length + snprintf(size, sizeof size, "%llx", (unsigned long long)rest) + 4 + rest : length;
}

static long long chunked(int descriptor, int port, long long amount) {
  receive_rest(descriptor, chunked_length(amount, CHUNK) - (long long)ask_for(descriptor, port, "chunked", amount));
  return amount;
}

/* The whole body in memory of its own, as read() returns it. */
static long long read_whole(int descriptor, int port, long long amount) {
  size_t have = ask_for(descriptor, port, "length", amount);
  char *body = malloc((size_t)amount);
  if (!body) die("malloc");
  memcpy(body, buffer + body_start(buffer, sizeof buffer), have);
  while ((long long)have < amount) have += receive(descriptor, body + have, (size_t)amount - have);
  free(body);
  return amount;
}

static void begin_upload(int descriptor, int port, const char *field, int more) {
  char request[256];
  size_t length = write_request(request, sizeof request, "PUT", "/sink", port, field);
  if (send(descriptor, request, length, more | MSG_NOSIGNAL) != (ssize_t)length) die("send");
}

/* The sink answers with the number of bytes that it took in. */
static long long upload_answer(int descriptor) {
  receive_head(descriptor);
  return atoll(buffer + body_start(buffer, sizeof buffer));
}

static long long upload(int descriptor, int port, const char *body, long long amount) {
  char field[64];
  snprintf(field, sizeof field, "Content-Length: %lld\r\n", amount);
  begin_upload(descriptor, port, field, 0);
  send_all(descriptor, body, (size_t)amount);
  return upload_answer(descriptor);
}

static void send_part(int descriptor, int file, long long left) {
  while (left > 0) {
    ssize_t step = sendfile(descriptor, file, NULL, (size_t)left);
    if (step <= 0) die("sendfile");
    left -= step;
  }
}

static long long upload_file(int descriptor, int port, int file, long long amount) {
  char field[64];
  snprintf(field, sizeof field, "Content-Length: %lld\r\n", amount);
  begin_upload(descriptor, port, field, 0);
  send_part(descriptor, file, amount);
  return upload_answer(descriptor);
}

/* Chunks of READ_BUFFER bytes, each read from the file to between its framing and sent by one call: that is faster than sendfile with the
   framing sent before and after it. */
static long long upload_chunked(int descriptor, int port, int file, long long amount) {
  enum { SIZE_LINE = 16 };
  static char chunk[SIZE_LINE + READ_BUFFER + 2];
  char line[SIZE_LINE];
  begin_upload(descriptor, port, "Transfer-Encoding: chunked\r\n", MSG_MORE);
  for (long long left = amount; left > 0;) {
    ssize_t part = read(file, chunk + SIZE_LINE, READ_BUFFER);
    if (part <= 0) die("read");
    int length = snprintf(line, sizeof line, "%zx\r\n", (size_t)part);
    memcpy(chunk + SIZE_LINE - length, line, (size_t)length);
    memcpy(chunk + SIZE_LINE + part, "\r\n", 2);
    send_all(descriptor, chunk + SIZE_LINE - length, (size_t)(length + part + 2));
    left -= part;
  }
  send_all(descriptor, "0\r\n\r\n", 5);
  return upload_answer(descriptor);
}

static int open_file(const char *path, long long amount) {
  struct stat facts;
  int file = path ? open(path, O_RDONLY) : -1;
  if (file < 0 || fstat(file, &facts) != 0) die("the file to upload");
  if (facts.st_size != amount) die("the file's size");
  return file;
}

static long long plain_work(const char *work, int port, long long amount, const char *path, double *seconds) {
  const char *body = strcmp(work, "upload") == 0 ? filler((size_t)amount) : NULL;
  int file = strncmp(work, "upload-", 7) == 0 ? open_file(path, amount) : -1;
  int descriptor = connect_to(port);
  long long bytes = -1;
  double start = now();
  if (strcmp(work, "requests") == 0) bytes = requests(descriptor, port, amount);
  if (strcmp(work, "download") == 0) bytes = download(descriptor, port, amount);
  if (strcmp(work, "chunked") == 0) bytes = chunked(descriptor, port, amount);
  if (strcmp(work, "read") == 0) bytes = read_whole(descriptor, port, amount);
  if (strcmp(work, "upload") == 0) bytes = upload(descriptor, port, body, amount);
  if (strcmp(work, "upload-file") == 0) bytes = upload_file(descriptor, port, file, amount);
  if (strcmp(work, "upload-chunked") == 0) bytes = upload_chunked(descriptor, port, file, amount);
  *seconds = now() - start;
  return bytes;
}

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: floor WORK PORT AMOUNT [FILE]\n"), 2;
  int port = atoi(argv[2]);
  long long amount = atoll(argv[3]), bytes;
  double seconds = 0;
  if (strncmp(argv[1], "tls-", 4) == 0)
    bytes = tls_work(argv[1], port, amount, argv[4], &seconds);
  else
    bytes = plain_work(argv[1], port, amount, argv[4], &seconds);
  if (bytes < 0) return fprintf(stderr, "floor: no work is named %s\n", argv[1]), 2;
  report(seconds, bytes);
  return 0;
}
