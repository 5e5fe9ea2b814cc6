/* libcurl's part of Scripts/tls-figures: `libcurl requests|download PORT CA PATH COUNT`, one easy handle used again and again. Prints
   the seconds its loop took and the bytes of bodies that it read. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long bytes;

static size_t take(char *data, size_t size, size_t count, void *unused) {
  (void)data, (void)unused;
  bytes += (long long)(size * count);
  return size * count;
}

int main(int argc, char **argv) {
  if (argc != 6) return fprintf(stderr, "usage: libcurl requests|download PORT CA PATH COUNT\n"), 1;
  char url[1024], warm[1024];
  snprintf(url, sizeof url, "https://localhost:%s%s", argv[2], argv[4]);
  snprintf(warm, sizeof warm, "https://localhost:%s/small", argv[2]);
  curl_global_init(CURL_GLOBAL_ALL);
  CURL *curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_CAINFO, argv[3]);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 65536L);
  curl_easy_setopt(curl, CURLOPT_IPRESOLVE, CURL_IPRESOLVE_V4);
  /* The connection is opened before the clock starts, as in the others. */
  curl_easy_setopt(curl, CURLOPT_URL, warm);
  if (curl_easy_perform(curl) != CURLE_OK) return fprintf(stderr, "libcurl: connecting failed\n"), 1;
  curl_easy_setopt(curl, CURLOPT_URL, url);
  bytes = 0;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int number = atoi(argv[5]); number > 0; number--)
    if (curl_easy_perform(curl) != CURLE_OK) return fprintf(stderr, "libcurl: a transfer failed\n"), 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.9f %lld\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, bytes);
  return 0;
}
