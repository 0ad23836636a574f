/* SHA-256 and HMAC of OpenSSL's libcrypto. Imported by Platform alone. */
#ifndef COPENSSL_H
#define COPENSSL_H
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>

/* A key of HMAC-SHA256 (RFC 2104) that has absorbed its two pads: a code is two compressions away,
   and neither allocates, which OpenSSL's own HMAC does several times per call. */
typedef struct {
  SHA256_CTX inner, outer;
} openssl_hmac_key;

void openssl_hmac_key_init(openssl_hmac_key *key, const void *bytes, size_t count);
/* Writes 32 bytes. The key is not changed, so that many threads may use it at once. */
void openssl_hmac(const openssl_hmac_key *key, const void *message, size_t count, uint8_t *code);
#endif
