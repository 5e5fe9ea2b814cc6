// The decoder of the system's zstd. It points into the caller's memory only during a call.
#ifndef HTTPWIRE_CZSTANDARD_SHIM_H
#define HTTPWIRE_CZSTANDARD_SHIM_H

#if !__has_include(<zstd.h>)
#error "zstd is missing: install libzstd-dev (Debian, Ubuntu), libzstd-devel (Fedora) or zstd (Homebrew), or build without the trait Zstandard"
#endif

#include <stddef.h>
#include <stdint.h>
#include <zstd.h>
#include <zstd_errors.h>

// Makes a decoder that takes windows of at most 2 to the power of window_log bytes, or returns NULL.
static inline ZSTD_DCtx *httpwire_zstd_new(int window_log) {
  ZSTD_DCtx *context = ZSTD_createDCtx();
  if (context != NULL && ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, window_log))) {
    ZSTD_freeDCtx(context);
    return NULL;
  }
  return context;
}

// Decodes as much as fits. Sets the counts to the input bytes and the output space that are left. Returns 0 at the end of a frame.
static inline size_t httpwire_zstd(
    ZSTD_DCtx *context, const uint8_t *input, size_t *input_left, uint8_t *output, size_t *output_left) {
  ZSTD_inBuffer in = {input, *input_left, 0};
  ZSTD_outBuffer out = {output, *output_left, 0};
  size_t status = ZSTD_decompressStream(context, &out, &in);
  *input_left = in.size - in.pos;
  *output_left = out.size - out.pos;
  return status;
}

#endif
