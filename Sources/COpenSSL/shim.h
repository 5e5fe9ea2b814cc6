// The system's OpenSSL 3. Swift can't call macros, typed stacks or functions with variable arguments, so the ones that are used are
// functions here.
#ifndef HTTPWIRE_COPENSSL_SHIM_H
#define HTTPWIRE_COPENSSL_SHIM_H

#if !__has_include(<openssl/ssl.h>)
#error "OpenSSL 3 is missing: install libssl-dev (Debian, Ubuntu), openssl-devel (Fedora) or openssl@3 (Homebrew), or build without TLS (--disable-default-traits)"
#endif

#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "HTTPWire needs OpenSSL 3.0 or later: install its headers, or build without TLS (--disable-default-traits)"
#endif

// Contexts

static inline int httpwire_SSL_CTX_set_versions(SSL_CTX *ctx, int lowest, int highest) {
  return SSL_CTX_set_min_proto_version(ctx, lowest) && SSL_CTX_set_max_proto_version(ctx, highest);
}

// Compression leaks secrets (CRIME), and renegotiation would be a second handshake that this side has not started. Without RFC 5746 it could
// even be that of another client, whatever the system's configuration of OpenSSL allows.
static inline void httpwire_SSL_CTX_harden(SSL_CTX *ctx) {
  SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_clear_options(ctx, SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
}

static inline void httpwire_SSL_CTX_allow_renegotiation(SSL_CTX *ctx) { SSL_CTX_clear_options(ctx, SSL_OP_NO_RENEGOTIATION); }

// How many certificates and revocation lists a context has in memory.
static inline int httpwire_SSL_CTX_trusted_count(SSL_CTX *ctx) {
  return sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(ctx)));
}

static inline void httpwire_SSL_allow_renegotiation(SSL *ssl) { SSL_clear_options(ssl, SSL_OP_NO_RENEGOTIATION); }

// Waits for the handshake that a server has asked for. Only without AUTO_RETRY does a read return before there is data.
static inline int httpwire_SSL_finish_renegotiation(SSL *ssl) {
  char byte;
  int error = SSL_ERROR_WANT_READ;
  SSL_clear_mode(ssl, SSL_MODE_AUTO_RETRY);
  for (int i = 0; i < 8 && error == SSL_ERROR_WANT_READ && (i == 0 || SSL_in_init(ssl)); i++) {
    int result = SSL_peek(ssl, &byte, 1);
    error = result > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl, result);
  }
  SSL_set_mode(ssl, SSL_MODE_AUTO_RETRY);
  return !SSL_in_init(ssl) && (error == SSL_ERROR_NONE || error == SSL_ERROR_WANT_READ);
}

// OpenSSL reads as much as fits into the buffer with one read of the stream, instead of one read for each part of a record.
static inline void httpwire_SSL_CTX_read_ahead(SSL_CTX *ctx, size_t length) {
  SSL_CTX_set_read_ahead(ctx, 1);
  SSL_CTX_set_default_read_buffer_len(ctx, length);
}

static inline void httpwire_SSL_CTX_no_resumption(SSL_CTX *ctx) {
  SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
}

static inline void httpwire_SSL_CTX_cache_sessions(SSL_CTX *ctx, long mode) { SSL_CTX_set_session_cache_mode(ctx, mode); }

static inline int httpwire_SSL_CTX_add1_chain_cert(SSL_CTX *ctx, X509 *cert) { return (int)SSL_CTX_add1_chain_cert(ctx, cert); }

static inline int httpwire_SSL_set_server_name(SSL *ssl, const char *name) { return (int)SSL_set_tlsext_host_name(ssl, name); }

static inline const char *httpwire_environment(const char *name) { return getenv(name); }

static inline const char *httpwire_key_log_path(void) { return getenv("SSLKEYLOGFILE"); }

// Streams

// Opens a file for appending. A new file is readable only by its owner, because its content is secret. BIO_new_file would leave that to
// the umask.
static inline BIO *httpwire_key_log_open(const char *path) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "a");
  if (file == NULL) {
    ERR_raise(ERR_LIB_SYS, errno);
    if (descriptor >= 0) close(descriptor);
    return NULL;
  }
  BIO *bio = BIO_new_fp(file, BIO_CLOSE);
  if (bio == NULL) fclose(file);
  return bio;
}

static inline void httpwire_BIO_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

static inline void httpwire_BIO_retry_write(BIO *bio) { BIO_set_retry_write(bio); }

static inline void httpwire_BIO_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline long httpwire_BIO_flush(BIO *bio) { return BIO_flush(bio); }

static inline long httpwire_BIO_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

// Stacks

static inline int httpwire_X509_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }

static inline X509 *httpwire_X509_at(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }

static inline STACK_OF(X509) *httpwire_X509_chain_copy(STACK_OF(X509) *chain) { return chain ? X509_chain_up_ref(chain) : NULL; }

static inline void httpwire_X509_chain_free(STACK_OF(X509) *chain) { sk_X509_pop_free(chain, X509_free); }

static inline GENERAL_NAMES *httpwire_X509_alternative_names(const X509 *cert) {
  return (GENERAL_NAMES *)X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
}

static inline void httpwire_X509_NAME_print(BIO *bio, const X509_NAME *name) {
  X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline int httpwire_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

// Gets the bytes of a name. Returns its kind, or -1 for a kind without bytes.
static inline int httpwire_name_at(const GENERAL_NAMES *names, int index, const unsigned char **bytes, int *length) {
  int kind = 0;
  const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
  const ASN1_STRING *value = (const ASN1_STRING *)GENERAL_NAME_get0_value(name, &kind);
  if (value == NULL || (kind != GEN_DNS && kind != GEN_IPADD && kind != GEN_EMAIL && kind != GEN_URI)) return -1;
  *bytes = ASN1_STRING_get0_data(value);
  *length = ASN1_STRING_length(value);
  return kind;
}

static inline void httpwire_names_free(GENERAL_NAMES *names) { GENERAL_NAMES_free(names); }

static inline GENERAL_NAMES *httpwire_names_new(void) { return GENERAL_NAMES_new(); }

static inline int httpwire_names_add(GENERAL_NAMES *names, int kind, const unsigned char *bytes, int length) {
  GENERAL_NAME *name = GENERAL_NAME_new();
  ASN1_STRING *value = kind == GEN_IPADD ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
  if (name == NULL || value == NULL || !ASN1_STRING_set(value, bytes, length)) {
    GENERAL_NAME_free(name);
    ASN1_STRING_free(value);
    return 0;
  }
  GENERAL_NAME_set0_value(name, kind, value);
  if (sk_GENERAL_NAME_push(names, name) > 0) return 1;
  GENERAL_NAME_free(name);
  return 0;
}

static inline int httpwire_names_attach(X509 *cert, GENERAL_NAMES *names) {
  return X509_add1_ext_i2d(cert, NID_subject_alt_name, names, 0, X509V3_ADD_APPEND);
}

static inline X509_EXTENSION *httpwire_X509_extension(X509 *cert, X509 *issuer, const char *name, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
  return X509V3_EXT_conf(NULL, &context, name, value);
}

// Changes the last byte of a signature in place. The accessors are const, but the memory is not.
static inline void httpwire_spoil(const ASN1_BIT_STRING *signature) {
  int length = signature == NULL ? 0 : ASN1_STRING_length(signature);
  if (length > 0) ((unsigned char *)ASN1_STRING_get0_data(signature))[length - 1] ^= 1;
}

// Keys

static inline EVP_PKEY *httpwire_RSA_key(size_t bits) { return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", bits); }

static inline EVP_PKEY *httpwire_EC_key(const char *curve) { return EVP_PKEY_Q_keygen(NULL, NULL, "EC", curve); }

#endif
