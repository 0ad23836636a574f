/* SHA-256 and HMAC of OpenSSL's libcrypto. Imported by Platform alone. */
#ifndef COPENSSL_H
#define COPENSSL_H
#include <openssl/evp.h>
#include <openssl/sha.h>
#endif
