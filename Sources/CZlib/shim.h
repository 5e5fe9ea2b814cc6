// The system's zlib. Swift can't call its macros, so they are functions here. The stream points into the caller's memory only during a
// call: the pointers are cleared afterwards, so that none outlives the memory.
#ifndef HTTPWIRE_CZLIB_SHIM_H
#define HTTPWIRE_CZLIB_SHIM_H

#if !__has_include(<zlib.h>)
#error "zlib is missing: install zlib1g-dev (Debian, Ubuntu), zlib-devel (Fedora) or zlib (Homebrew), or build without Compression (--disable-default-traits --traits TLS)"
#endif

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <zlib.h>

// Makes a decoder, or returns NULL. It is allocated here because inflate() refuses a stream that was moved.
static inline z_stream *httpwire_inflate_new(int window_bits) {
  z_stream *stream = (z_stream *)calloc(1, sizeof(z_stream));
  if (stream != NULL && inflateInit2(stream, window_bits) != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

static inline void httpwire_inflate_free(z_stream *stream) {
  inflateEnd(stream);
  free(stream);
}

// Decodes as much as fits. Sets the counts to the input bytes and the output space that are left. zlib counts with fewer bits, so a call
// may leave more than it has to.
static inline int httpwire_inflate(
    z_stream *stream, const unsigned char *input, size_t *input_left, unsigned char *output, size_t *output_left) {
  uInt given = *input_left > UINT_MAX ? UINT_MAX : (uInt)*input_left;
  uInt room = *output_left > UINT_MAX ? UINT_MAX : (uInt)*output_left;
  stream->next_in = (Bytef *)input;
  stream->avail_in = given;
  stream->next_out = output;
  stream->avail_out = room;
  int status = inflate(stream, Z_NO_FLUSH);
  *input_left -= given - stream->avail_in;
  *output_left -= room - stream->avail_out;
  stream->next_in = NULL;
  stream->next_out = NULL;
  stream->avail_in = 0;
  stream->avail_out = 0;
  return status;
}

#endif
