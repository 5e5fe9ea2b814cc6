/* What the server answers: /small, /length/N, /chunked/N, /head/FIELDS/BYTES, /lines/BYTES/COUNT, /chunks/BYTES/COUNT, /sink for uploads,
   and /echo. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"
#include "server.h"

enum { BLOCK = 262144, CHUNKS_AT_ONCE = 32, HEAD_REPLY_LIMIT = 307200, LEAST_FIELD = 32, PIECE_LIMIT = 8192 };

/* The head that nginx sends with a file, so that what is parsed is usual. */
static const char head_format[] =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 02 Nov 2026 10:20:30 GMT\r\nContent-Type: application/octet-stream\r\n"
    "%s\r\nLast-Modified: Sun, 01 Nov 2026 09:08:07 GMT\r\nConnection: %s\r\nETag: \"6725d3a7-64\"\r\nAccept-Ranges: bytes\r\n\r\n";

static char small_kept[1024], small_closed[1024], chunks[CHUNKS_AT_ONCE * (CHUNK + 16)];
static size_t small_kept_length, small_closed_length, chunks_length;
static const char *block;

static size_t write_head(char *target, size_t capacity, const char *field, int closes) {
  return (size_t)snprintf(target, capacity, head_format, field, closes ? "close" : "keep-alive");
}

static size_t prepare_small(char *target, size_t capacity, int closes) {
  char field[64];
  snprintf(field, sizeof field, "Content-Length: %d", SMALL_BODY);
  size_t length = write_head(target, capacity, field, closes);
  memcpy(target + length, block, SMALL_BODY);
  return length + SMALL_BODY;
}

static size_t write_chunk(char *target, size_t data) {
  size_t length = (size_t)sprintf(target, "%zx\r\n", data);
  memcpy(target + length, block, data);
  memcpy(target + length + data, "\r\n", 2);
  return length + data + 2;
}

void prepare_replies(void) {
  block = filler(BLOCK);
  small_kept_length = prepare_small(small_kept, sizeof small_kept, 0);
  small_closed_length = prepare_small(small_closed, sizeof small_closed, 1);
  for (int number = 0; number < CHUNKS_AT_ONCE; number++) chunks_length += write_chunk(chunks + chunks_length, CHUNK);
}

static int send_small(Peer *peer, int closes) {
  if (closes) return peer_send(peer, small_closed, small_closed_length);
  return peer_send(peer, small_kept, small_kept_length);
}

/* Head and first bytes leave in one call, so that a body that fits in one comes with its head. */
static int send_by_length(Peer *peer, long long amount, int closes) {
  char first[2048], field[64];
  snprintf(field, sizeof field, "Content-Length: %lld", amount);
  size_t length = write_head(first, sizeof first, field, closes), room = 1024;
  size_t data = amount < (long long)room ? (size_t)amount : room;
  memcpy(first + length, block, data);
  if (!peer_send(peer, first, length + data)) return 0;
  for (long long left = amount - (long long)data; left > 0;) {
    size_t part = left < BLOCK ? (size_t)left : BLOCK;
    if (!peer_send(peer, block, part)) return 0;
    left -= (long long)part;
  }
  return 1;
}

static int send_chunked(Peer *peer, long long amount, int closes) {
  char head[1024], last[CHUNK + 32];
  if (!peer_send(peer, head, write_head(head, sizeof head, "Transfer-Encoding: chunked", closes))) return 0;
  const long long group = (long long)CHUNK * CHUNKS_AT_ONCE;
  for (; amount >= group; amount -= group)
    if (!peer_send(peer, chunks, chunks_length)) return 0;
  size_t whole = (size_t)(amount / CHUNK), rest = (size_t)(amount % CHUNK);
  if (!peer_send(peer, chunks, whole * (chunks_length / CHUNKS_AT_ONCE))) return 0;
  size_t length = rest ? write_chunk(last, rest) : 0;
  memcpy(last + length, "0\r\n\r\n", 5);
  return peer_send(peer, last, length + 5);
}

/* Sends one piece `count` times, as many of them at once as fit into a block. */
static int send_repeated(Peer *peer, const char *piece, size_t length, long long count) {
  char *pieces = malloc(BLOCK);
  long long at_once = (long long)(BLOCK / length);
  int sent = pieces != NULL;
  for (long long number = 0; sent && number < at_once; number++) memcpy(pieces + (size_t)number * length, piece, length);
  for (; sent && count > 0; count -= at_once) sent = peer_send(peer, pieces, (size_t)(count < at_once ? count : at_once) * length);
  free(pieces);
  return sent;
}

/* A small body behind a head of `fields` fields and `size` bytes. All fields but the first, Content-Length, are about equally long. */
static int send_large_head(Peer *peer, int fields, int size) {
  if (fields < 2 || size > HEAD_REPLY_LIMIT || size / fields < LEAST_FIELD || size / (fields - 1) > BLOCK) return 0;
  char *reply = malloc((size_t)size + SMALL_BODY);
  if (!reply) return 0;
  int length = sprintf(reply, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n", SMALL_BODY), left = size - length - 2;
  for (int number = 1; number < fields; number++) {
    int line = left / (fields - number), name = sprintf(reply + length, "X-Field-%d: ", number);
    memcpy(reply + length + name, block, (size_t)(line - name - 2));
    memcpy(reply + length + line - 2, "\r\n", 2);
    length += line;
    left -= line;
  }
  memcpy(reply + length, "\r\n", 2);
  memcpy(reply + length + 2, block, SMALL_BODY);
  int sent = peer_send(peer, reply, (size_t)size + SMALL_BODY);
  free(reply);
  return sent;
}

/* Lines of `size` bytes, their line feed included. */
static int send_lines(Peer *peer, int size, long long count, int closes) {
  char head[1024], field[64], line[PIECE_LIMIT];
  if (size < 1 || size > PIECE_LIMIT) return 0;
  memcpy(line, block, (size_t)size - 1);
  line[size - 1] = '\n';
  snprintf(field, sizeof field, "Content-Length: %lld", size * count);
  return peer_send(peer, head, write_head(head, sizeof head, field, closes)) && send_repeated(peer, line, (size_t)size, count);
}

static int send_chunks(Peer *peer, int size, long long count, int closes) {
  char head[1024], chunk[PIECE_LIMIT + 32];
  if (size < 1 || size > PIECE_LIMIT) return 0;
  if (!peer_send(peer, head, write_head(head, sizeof head, "Transfer-Encoding: chunked", closes))) return 0;
  return send_repeated(peer, chunk, write_chunk(chunk, (size_t)size), count) && peer_send(peer, "0\r\n\r\n", 5);
}

/* The next line of chunk framing; its length, or 0 when the connection has ended. Little is received at a time, so that the data behind
   the line is left to be dropped where it is. */
static size_t next_line(Peer *peer) {
  for (;;) {
    char *end = memmem(peer->bytes, peer->count, "\r\n", 2);
    if (end) return (size_t)(end - peer->bytes) + 2;
    if (!peer_fill(peer, 16)) return 0;
  }
}

/* The body's bytes are counted and not looked at. */
static long long sink_chunked(Peer *peer) {
  for (long long total = 0;;) {
    size_t line = next_line(peer);
    if (!line) return -1;
    long long size = strtoll(peer->bytes, NULL, 16);
    peer_take(peer, line);
    if (!peer_skip(peer, size) || next_line(peer) != 2) return -1;
    peer_take(peer, 2);
    if (size == 0) return total;
    total += size;
  }
}

static int answer_upload(Peer *peer, const Request *request) {
  char answer[256];
  long long total = request->length;
  if (request->is_chunked) total = sink_chunked(peer);
  else if (!peer_skip(peer, total)) return 0;
  if (total < 0) return 0;
  int digits = snprintf(answer, sizeof answer, "%lld", total);
  int length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%lld", digits, total);
  return peer_send(peer, answer, (size_t)length);
}

/* Sends a body back as it comes. */
static int send_echo(Peer *peer, long long amount, int closes) {
  char head[1024], field[64];
  snprintf(field, sizeof field, "Content-Length: %lld", amount);
  if (!peer_send(peer, head, write_head(head, sizeof head, field, closes))) return 0;
  char *bytes = malloc(BLOCK);
  int sent = bytes != NULL;
  while (sent && amount > 0) {
    size_t limit = amount < BLOCK ? (size_t)amount : BLOCK, count = peer_receive(peer, bytes, limit);
    sent = count > 0 && peer_send(peer, bytes, count);
    amount -= (long long)count;
  }
  free(bytes);
  return sent;
}

int reply(Peer *peer, const Request *request) {
  const char *path = request->path;
  long long count;
  int size, sent = 0;
  if (strcmp(path, "/small") == 0) sent = send_small(peer, request->closes);
  else if (strncmp(path, "/length/", 8) == 0) sent = send_by_length(peer, atoll(path + 8), request->closes);
  else if (strncmp(path, "/chunked/", 9) == 0) sent = send_chunked(peer, atoll(path + 9), request->closes);
  else if (sscanf(path, "/head/%d/%lld", &size, &count) == 2) sent = send_large_head(peer, size, (int)count);
  else if (sscanf(path, "/lines/%d/%lld", &size, &count) == 2) sent = send_lines(peer, size, count, request->closes);
  else if (sscanf(path, "/chunks/%d/%lld", &size, &count) == 2) sent = send_chunks(peer, size, count, request->closes);
  else if (strcmp(path, "/sink") == 0) sent = answer_upload(peer, request);
  else if (strcmp(path, "/echo") == 0) sent = send_echo(peer, request->length, request->closes);
  return sent && !request->closes;
}
