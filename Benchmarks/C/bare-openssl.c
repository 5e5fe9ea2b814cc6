/* The floor of Scripts/tls-figures: `bare-openssl requests|download PORT CA PATH COUNT` sends COUNT times the same request over one
   connection and reads the replies with SSL_read, at OpenSSL's best: read-ahead on, a read buffer of 64 KiB. It knows just enough HTTP
   to find a reply's end by Content-Length. Prints the seconds its loop took and the bytes of bodies that it read. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char buffer[65536];

static void fail(const char *what) {
  fprintf(stderr, "bare-openssl: %s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

/* Reads one reply; returns the bytes of its body. */
static long long reply(SSL *ssl) {
  size_t have = 0;
  char *end = NULL;
  while (!end) {
    int count = SSL_read(ssl, buffer + have, (int)(sizeof buffer - 1 - have));
    if (count <= 0) fail("reading a head");
    have += (size_t)count;
    buffer[have] = 0;
    end = strstr(buffer, "\r\n\r\n");
  }
  char *field = strcasestr(buffer, "\r\nContent-Length:");
  if (!field || field > end) fail("no Content-Length");
  long long length = atoll(field + 17), left = length - (long long)(have - (size_t)(end + 4 - buffer));
  while (left > 0) {
    int count = SSL_read(ssl, buffer, sizeof buffer);
    if (count <= 0) fail("reading a body");
    left -= count;
  }
  return length;
}

int main(int argc, char **argv) {
  if (argc != 6) fail("usage: bare-openssl requests|download PORT CA PATH COUNT");
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  if (!context || SSL_CTX_load_verify_locations(context, argv[3], NULL) != 1) fail("the authority's file");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, 65536);
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) fail("connecting");
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  SSL *ssl = SSL_new(context);
  SSL_set_tlsext_host_name(ssl, "localhost");
  SSL_set1_host(ssl, "localhost");
  SSL_set_fd(ssl, descriptor);
  if (SSL_connect(ssl) != 1) fail("the handshake");

  char request[1024];
  int length = snprintf(
      request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost:%s\r\nAccept-Encoding: identity\r\n\r\n", argv[4], argv[2]);
  struct timespec start, end;
  long long bytes = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int number = atoi(argv[5]); number > 0; number--) {
    if (SSL_write(ssl, request, length) != length) fail("writing");
    bytes += reply(ssl);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.9f %lld\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, bytes);
  return 0;
}
