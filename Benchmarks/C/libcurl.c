/* `libcurl WORK PORT AMOUNT [FILE]`: libcurl's part of Scripts/bench, one easy handle used again and again. The connection is opened
   before the clock starts, as in the others. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

typedef struct {
  CURL *curl;
  int port;
  int is_tls;
  char *body;
  size_t room;
} Client;

static long long bytes;

static size_t take(char *data, size_t size, size_t count, void *client) {
  Client *whole = client;
  if (whole && whole->body) {
    if ((size_t)bytes + size * count > whole->room) return 0;
    memcpy(whole->body + bytes, data, size * count);
  }
  bytes += (long long)(size * count);
  return size * count;
}

/* What the sink answers is the number of bytes that it took in. */
static size_t take_count(char *data, size_t size, size_t count, void *unused) {
  (void)unused;
  bytes = strtoll(data, NULL, 10);
  return size * count;
}

static void perform(Client *client, const char *kind, long long amount) {
  char url[256];
  const char *scheme = client->is_tls ? "https" : "http";
  int length = snprintf(url, sizeof url, "%s://127.0.0.1:%d/%s", scheme, client->port, kind);
  if (amount >= 0) snprintf(url + length, sizeof url - (size_t)length, "/%lld", amount);
  curl_easy_setopt(client->curl, CURLOPT_URL, url);
  CURLcode code = curl_easy_perform(client->curl);
  if (code != CURLE_OK) die(curl_easy_strerror(code));
}

static void requests(Client *client, long long count) {
  while (count-- > 0) perform(client, "small", -1);
}

static void read_whole(Client *client, long long amount) {
  client->room = (size_t)amount;
  client->body = malloc(client->room);
  if (!client->body) die("malloc");
  perform(client, "length", amount);
  free(client->body);
}

static void begin_upload(Client *client, long long amount) {
  curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take_count);
  curl_easy_setopt(client->curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(client->curl, CURLOPT_UPLOAD_BUFFERSIZE, 65536L);
  if (amount >= 0) curl_easy_setopt(client->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)amount);
}

/* POSTFIELDS are bytes in memory; they are given with the verb of the others. */
static void upload_bytes(Client *client, const char *body, long long amount) {
  curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take_count);
  curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(client->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)amount);
  curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, "PUT");
  perform(client, "sink", -1);
}

static void upload_file(Client *client, FILE *file, long long amount) {
  begin_upload(client, amount);
  curl_easy_setopt(client->curl, CURLOPT_READDATA, file);
  perform(client, "sink", -1);
}

/* What comes back is only counted, by `take`. */
static void echo_file(Client *client, FILE *file, long long amount) {
  begin_upload(client, amount);
  curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(client->curl, CURLOPT_READDATA, file);
  perform(client, "echo", -1);
}

/* A new connection for each request; FRESH_CONNECT leaves the sessions alone, SSL_SESSIONID_CACHE says whether there are any. */
static void connections(Client *client, long long count, long resumed) {
  curl_easy_setopt(client->curl, CURLOPT_SSL_SESSIONID_CACHE, resumed);
  curl_easy_setopt(client->curl, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(client->curl, CURLOPT_FRESH_CONNECT, 1L);
  requests(client, count);
}

static Client open_client(const char *work, int port, const char *file) {
  curl_global_init(CURL_GLOBAL_ALL);
  Client client = {.curl = curl_easy_init(), .port = port, .is_tls = strncmp(work, "tls-", 4) == 0};
  if (client.is_tls) curl_easy_setopt(client.curl, CURLOPT_CAINFO, file);
  curl_easy_setopt(client.curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(client.curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(client.curl, CURLOPT_BUFFERSIZE, 65536L);
  curl_easy_setopt(client.curl, CURLOPT_TCP_NODELAY, 1L);
  /* Without it each upload waits for a 100 Continue that this server does not send. */
  curl_easy_setopt(client.curl, CURLOPT_HTTPHEADER, curl_slist_append(NULL, "Expect:"));
  curl_easy_setopt(client.curl, CURLOPT_WRITEDATA, NULL);
  perform(&client, "small", -1);
  return client;
}

static int run(Client *client, const char *work, long long amount, const char *path) {
  const char *kind = client->is_tls ? work + 4 : work;
  if (strcmp(kind, "requests") == 0) requests(client, amount);
  else if (strcmp(kind, "download") == 0) perform(client, "length", amount);
  else if (strcmp(kind, "chunked") == 0) perform(client, "chunked", amount);
  else if (strcmp(kind, "read") == 0) read_whole(client, amount);
  else if (strcmp(kind, "upload-file") == 0) upload_file(client, fopen(path, "rb"), amount);
  else if (strcmp(kind, "upload-chunked") == 0) upload_file(client, fopen(path, "rb"), -1);
  else if (strcmp(kind, "echo") == 0) echo_file(client, fopen(path, "rb"), amount);
  else if (strcmp(kind, "full") == 0) connections(client, amount, 0);
  else if (strcmp(kind, "resumed") == 0) connections(client, amount, 1);
  else return 0;
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: libcurl WORK PORT AMOUNT [FILE]\n"), 2;
  long long amount = atoll(argv[3]);
  const char *body = strcmp(argv[1], "upload") == 0 ? filler((size_t)amount) : NULL;
  Client client = open_client(argv[1], atoi(argv[2]), argv[4]);
  curl_easy_setopt(client.curl, CURLOPT_WRITEDATA, &client);
  bytes = 0;
  double start = now();
  if (body) upload_bytes(&client, body, amount);
  else if (!run(&client, argv[1], amount, argv[4])) return fprintf(stderr, "libcurl: no work is named %s\n", argv[1]), 2;
  report(now() - start, bytes);
  return 0;
}
