/* The loops over TLS 1.3, with OpenSSL at its best: read-ahead on and a read buffer of 64 KiB, without which each record costs two calls
   of recv. */
#define _GNU_SOURCE
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common.h"
#include "floor.h"

static char buffer[READ_BUFFER];
static SSL_SESSION *kept;

static _Noreturn void die_tls(const char *what) {
  ERR_print_errors_fp(stderr);
  die(what);
}

static int keep_session(SSL *ssl, SSL_SESSION *session) {
  (void)ssl;
  SSL_SESSION_free(kept);
  kept = session;
  return 1;
}

static SSL_CTX *make_context(const char *authority) {
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  if (!context || !authority || SSL_CTX_load_verify_locations(context, authority, NULL) != 1) die_tls("the authority's file");
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, READ_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, keep_session);
  return context;
}

static SSL *open_tls(SSL_CTX *context, int port, SSL_SESSION *session) {
  SSL *ssl = SSL_new(context);
  if (!ssl) die_tls("SSL_new");
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), "127.0.0.1");
  if (session) SSL_set_session(ssl, session);
  SSL_set_fd(ssl, connect_to(port));
  if (SSL_connect(ssl) != 1) die_tls("the handshake");
  if (session && !SSL_session_reused(ssl)) die_tls("the session was not resumed");
  return ssl;
}

static void close_tls(SSL *ssl) {
  int descriptor = SSL_get_fd(ssl);
  SSL_shutdown(ssl);
  SSL_free(ssl);
  close(descriptor);
}

static size_t receive_tls(SSL *ssl, size_t offset) {
  int count = SSL_read(ssl, buffer + offset, (int)(sizeof buffer - offset));
  if (count <= 0) die_tls("SSL_read");
  return (size_t)count;
}

static void get(SSL *ssl, const char *request, size_t length, long long body) {
  size_t have = 0, start = 0;
  if (SSL_write(ssl, request, (int)length) != (int)length) die_tls("SSL_write");
  while (!start) {
    have += receive_tls(ssl, have);
    start = body_start(buffer, have);
  }
  for (body -= (long long)(have - start); body > 0;) body -= (long long)receive_tls(ssl, 0);
}

static long long tls_requests(SSL_CTX *context, int port, long long count, double *seconds) {
  char request[256];
  size_t length = write_request(request, sizeof request, "GET", "/small", port, "");
  SSL *ssl = open_tls(context, port, NULL);
  double start = now();
  for (long long number = 0; number < count; number++) get(ssl, request, length, SMALL_BODY);
  *seconds = now() - start;
  close_tls(ssl);
  return count * SMALL_BODY;
}

static long long tls_download(SSL_CTX *context, int port, long long amount, double *seconds) {
  char request[256], path[64];
  snprintf(path, sizeof path, "/length/%lld", amount);
  size_t length = write_request(request, sizeof request, "GET", path, port, "");
  SSL *ssl = open_tls(context, port, NULL);
  double start = now();
  get(ssl, request, length, amount);
  *seconds = now() - start;
  close_tls(ssl);
  return amount;
}

static void one_connection(SSL_CTX *context, int port, const char *request, size_t length, int resumed) {
  SSL *ssl = open_tls(context, port, resumed ? kept : NULL);
  get(ssl, request, length, SMALL_BODY);
  close_tls(ssl);
}

/* A new connection for each request; resumed ones after a first that is not counted. */
static long long tls_connections(SSL_CTX *context, int port, long long count, int resumed, double *seconds) {
  char request[256];
  size_t length = write_request(request, sizeof request, "GET", "/small", port, "");
  one_connection(context, port, request, length, 0);
  double start = now();
  for (long long number = 0; number < count; number++) one_connection(context, port, request, length, resumed);
  *seconds = now() - start;
  return count * SMALL_BODY;
}

long long tls_work(const char *work, int port, long long amount, const char *authority, double *seconds) {
  SSL_CTX *context = make_context(authority);
  if (strcmp(work, "tls-requests") == 0) return tls_requests(context, port, amount, seconds);
  if (strcmp(work, "tls-download") == 0) return tls_download(context, port, amount, seconds);
  if (strcmp(work, "tls-full") == 0) return tls_connections(context, port, amount, 0, seconds);
  if (strcmp(work, "tls-resumed") == 0) return tls_connections(context, port, amount, 1, seconds);
  return -1;
}
