/* The block interface of SHA-256 is deprecated in favour of EVP, which allocates and looks algorithms
   up for every digest: for an id of 10 bytes HMAC() takes 2.9 µs, this .14 µs (see PRIVACY.md). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "COpenSSL.h"
#include <string.h>

static void absorb_pad(SHA256_CTX *state, const uint8_t *key, uint8_t pad) {
  uint8_t block[SHA256_CBLOCK];
  for (size_t i = 0; i < sizeof block; i++) block[i] = key[i] ^ pad;
  SHA256_Init(state);
  SHA256_Update(state, block, sizeof block);
  OPENSSL_cleanse(block, sizeof block);
}

void openssl_hmac_key_init(openssl_hmac_key *key, const void *bytes, size_t count) {
  uint8_t block[SHA256_CBLOCK] = {0};
  if (count > sizeof block) {
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, bytes, count);
    SHA256_Final(block, &state);
  } else if (count > 0) {
    memcpy(block, bytes, count);
  }
  absorb_pad(&key->inner, block, 0x36);
  absorb_pad(&key->outer, block, 0x5c);
  OPENSSL_cleanse(block, sizeof block);
}

void openssl_hmac(const openssl_hmac_key *key, const void *message, size_t count, uint8_t *code) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256_CTX state = key->inner;
  if (count > 0) SHA256_Update(&state, message, count);
  SHA256_Final(digest, &state);
  state = key->outer;
  SHA256_Update(&state, digest, sizeof digest);
  SHA256_Final(code, &state);
}
