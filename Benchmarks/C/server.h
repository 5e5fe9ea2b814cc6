/* The server of Scripts/bench: fixed replies over plain and TLS connections, a thread for each. */
#ifndef BENCH_SERVER_H
#define BENCH_SERVER_H

#include <openssl/ssl.h>
#include <stddef.h>

enum { HEAD_LIMIT = 16384 };

/* One connection and what was received on it beyond what was read. `ssl` is null for a plain one. */
typedef struct {
  int descriptor;
  SSL *ssl;
  size_t count;
  char bytes[HEAD_LIMIT];
} Peer;

/* What of a request the replies depend on. */
typedef struct {
  char path[256];
  long long length;
  int is_chunked;
  int closes;
} Request;

/* These return 0 when the connection has ended. */
int peer_fill(Peer *peer, size_t limit);
/* Bytes of a body, at least one and at most `limit`; their number. */
size_t peer_receive(Peer *peer, char *target, size_t limit);
int peer_send(Peer *peer, const char *bytes, size_t count);
int peer_skip(Peer *peer, long long count);
void peer_take(Peer *peer, size_t count);

/* Reads a request's body and sends the reply; 0 when the connection is to be closed. */
int reply(Peer *peer, const Request *request);
/* Makes the replies that are sent again and again. */
void prepare_replies(void);

#endif
