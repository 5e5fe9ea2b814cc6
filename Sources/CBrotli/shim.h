// The decoder of the system's brotli. It points into the caller's memory only during a call.
#ifndef HTTPWIRE_CBROTLI_SHIM_H
#define HTTPWIRE_CBROTLI_SHIM_H

#if !__has_include(<brotli/decode.h>)
#error "brotli is missing: install libbrotli-dev (Debian, Ubuntu), brotli-devel (Fedora) or brotli (Homebrew), or build without the trait Brotli"
#endif

#include <brotli/decode.h>
#include <stddef.h>
#include <stdint.h>

// Decodes as much as fits. Sets the counts to the input bytes and the output space that are left.
static inline BrotliDecoderResult httpwire_brotli(
    BrotliDecoderState *state, const uint8_t *input, size_t *input_left, uint8_t *output, size_t *output_left) {
  return BrotliDecoderDecompressStream(state, input_left, &input, output_left, &output, NULL);
}

#endif
