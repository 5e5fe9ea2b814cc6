/* `server CERTIFICATE KEY`: prints the ports of the loopback interface where it listens, plain and TLS 1.3, and serves until its
   standard input ends, so that it never outlives the program that started it. */
#define _GNU_SOURCE
#include "server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

typedef struct {
  int descriptor;
  SSL_CTX *context;
} Listener;

int peer_fill(Peer *peer, size_t limit) {
  size_t room = sizeof peer->bytes - 1 - peer->count;
  if (room > limit) room = limit;
  char *target = peer->bytes + peer->count;
  if (room == 0) return 0;
  ssize_t count = peer->ssl ? SSL_read(peer->ssl, target, (int)room) : recv(peer->descriptor, target, room, 0);
  if (count <= 0) return 0;
  peer->count += (size_t)count;
  peer->bytes[peer->count] = 0;
  return 1;
}

size_t peer_receive(Peer *peer, char *target, size_t limit) {
  size_t had = peer->count < limit ? peer->count : limit;
  if (had > 0) {
    memcpy(target, peer->bytes, had);
    peer_take(peer, had);
    return had;
  }
  ssize_t count = peer->ssl ? SSL_read(peer->ssl, target, (int)limit) : recv(peer->descriptor, target, limit, 0);
  return count > 0 ? (size_t)count : 0;
}

int peer_send(Peer *peer, const char *bytes, size_t count) {
  for (size_t sent = 0; sent < count;) {
    size_t left = count - sent;
    ssize_t step = peer->ssl ? SSL_write(peer->ssl, bytes + sent, (int)left) : send(peer->descriptor, bytes + sent, left, MSG_NOSIGNAL);
    if (step <= 0) return 0;
    sent += (size_t)step;
  }
  return 1;
}

void peer_take(Peer *peer, size_t count) {
  peer->count -= count;
  memmove(peer->bytes, peer->bytes + count, peer->count + 1);
}

/* MSG_TRUNC drops what has arrived without copying it, so that an upload is not held up by its receiver. */
static ssize_t drop(Peer *peer, size_t count) {
  static _Thread_local char waste[READ_BUFFER];
  if (!peer->ssl) return recv(peer->descriptor, NULL, count, MSG_TRUNC);
  return SSL_read(peer->ssl, waste, (int)(count < sizeof waste ? count : sizeof waste));
}

int peer_skip(Peer *peer, long long count) {
  size_t had = (long long)peer->count < count ? peer->count : (size_t)count;
  peer_take(peer, had);
  for (count -= (long long)had; count > 0;) {
    ssize_t step = drop(peer, count < (1 << 20) ? (size_t)count : 1 << 20);
    if (step <= 0) return 0;
    count -= step;
  }
  return 1;
}

static const char *field(const char *head, const char *name) {
  const char *found = strcasestr(head, name);
  return found ? found + strlen(name) : NULL;
}

/* Reads a request's head and takes it off what was received; 0 when there is none. */
static int next_request(Peer *peer, Request *request) {
  char *end;
  while (!(end = peer->count ? memmem(peer->bytes, peer->count, "\r\n\r\n", 4) : NULL))
    if (!peer_fill(peer, HEAD_LIMIT)) return 0;
  end[2] = 0;
  memset(request, 0, sizeof *request);
  if (sscanf(peer->bytes, "%*s %255s", request->path) != 1) return 0;
  const char *length = field(peer->bytes, "\r\nContent-Length:");
  request->length = length ? atoll(length) : 0;
  request->is_chunked = field(peer->bytes, "\r\nTransfer-Encoding: chunked") != NULL;
  request->closes = field(peer->bytes, "\r\nConnection: close") != NULL;
  peer_take(peer, (size_t)(end - peer->bytes) + 4);
  return 1;
}

static void serve(Peer *peer) {
  Request request;
  while (next_request(peer, &request) && reply(peer, &request)) continue;
}

static void *connection(void *argument) {
  Peer *peer = argument;
  if (!peer->ssl || SSL_accept(peer->ssl) == 1) serve(peer);
  if (peer->ssl) {
    SSL_shutdown(peer->ssl);
    SSL_free(peer->ssl);
  }
  close(peer->descriptor);
  free(peer);
  return NULL;
}

static void *accept_all(void *argument) {
  Listener *listener = argument;
  for (int one = 1;;) {
    Peer *peer = calloc(1, sizeof *peer);
    pthread_t thread;
    if (!peer || (peer->descriptor = accept(listener->descriptor, NULL, NULL)) < 0) die("accept");
    setsockopt(peer->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (listener->context) {
      peer->ssl = SSL_new(listener->context);
      SSL_set_fd(peer->ssl, peer->descriptor);
    }
    if (pthread_create(&thread, NULL, connection, peer) != 0) die("pthread_create");
    pthread_detach(thread);
  }
}

static int begin_listening(Listener *listener) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t length = sizeof address;
  pthread_t thread;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listener->descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener->descriptor, (struct sockaddr *)&address, length) != 0 || listen(listener->descriptor, 1024) != 0) die("listen");
  if (getsockname(listener->descriptor, (struct sockaddr *)&address, &length) != 0) die("getsockname");
  if (pthread_create(&thread, NULL, accept_all, listener) != 0) die("pthread_create");
  return ntohs(address.sin_port);
}

static SSL_CTX *make_context(const char *certificate, const char *key) {
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (!context || SSL_CTX_use_certificate_chain_file(context, certificate) != 1) die("the certificate");
  if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) die("the key");
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  /* One ticket is enough to resume with, and two would be read by everybody. */
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_session_id_context(context, (const unsigned char *)"bench", 5);
  return context;
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: server CERTIFICATE KEY\n"), 2;
  static Listener plain, secure;
  char input[64];
  signal(SIGPIPE, SIG_IGN);
  prepare_replies();
  secure.context = make_context(argv[1], argv[2]);
  int port = begin_listening(&plain);
  printf("%d %d\n", port, begin_listening(&secure));
  fflush(stdout);
  while (read(STDIN_FILENO, input, sizeof input) > 0) continue;
  return 0;
}
