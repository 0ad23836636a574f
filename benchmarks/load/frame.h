// Modiste's frames as a load generator sees them; proto/PROTOCOL.md has the rules.
//
//     offset  size  field
//          0     4  bodySize      bytes after the header, little-endian like all that follow
//          4     1  version       1
//          5     1  kind          1 request, 2 response
//          6     2  method        0xff01 is Admin.Ping
//          8     4  callID        chosen by the client, unique among its calls in flight
//         12     4  micros        budget; 0: the server's default
//         16     2  metadataSize  bytes of Metadata at the front of the body
//         18     1  status        response: 0 is OK
//         19     1  reserved      0
#pragma once

#include <stdint.h>
#include <string.h>

enum {
  HEADER_SIZE = 20,
  KIND_REQUEST = 1,
  KIND_RESPONSE = 2,
  METHOD_PING = 0xff01,
  PING_PAYLOAD = 64,
  PING_ANSWER = 512,
  // Field 1 (payload): tag, length, bytes. Field 2 (answer_size): tag and two bytes of varint.
  PING_REQUEST_SIZE = HEADER_SIZE + 2 + PING_PAYLOAD + 3,
  // Field 1 (payload): tag, two bytes of length, bytes.
  PING_RESPONSE_SIZE = HEADER_SIZE + 3 + PING_ANSWER,
};

static inline uint32_t load32(const uint8_t *bytes) {
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline uint16_t load16(const uint8_t *bytes) { return bytes[0] | bytes[1] << 8; }

static inline void store32(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = value >> 8 * i;
}

static inline void put_header(uint8_t *frame, uint8_t kind, uint16_t method, uint32_t body_size) {
  memset(frame, 0, HEADER_SIZE);
  store32(frame, body_size);
  frame[4] = 1;
  frame[5] = kind;
  frame[6] = method & 0xff;
  frame[7] = method >> 8;
}

/// Admin.Ping with 64 bytes of payload that asks for an answer of 512. The callID is 0.
static inline void put_ping_request(uint8_t frame[PING_REQUEST_SIZE]) {
  put_header(frame, KIND_REQUEST, METHOD_PING, PING_REQUEST_SIZE - HEADER_SIZE);
  uint8_t *body = frame + HEADER_SIZE;
  *body++ = 0x0a;
  *body++ = PING_PAYLOAD;
  for (int i = 0; i < PING_PAYLOAD; i++) *body++ = i;
  *body++ = 0x10;
  *body++ = (PING_ANSWER & 0x7f) | 0x80;
  *body++ = PING_ANSWER >> 7;
}

/// The answer to it, without Metadata. The callID is 0.
static inline void put_ping_response(uint8_t frame[PING_RESPONSE_SIZE]) {
  put_header(frame, KIND_RESPONSE, METHOD_PING, PING_RESPONSE_SIZE - HEADER_SIZE);
  uint8_t *body = frame + HEADER_SIZE;
  memset(body, 0, PING_RESPONSE_SIZE - HEADER_SIZE);
  *body++ = 0x0a;
  *body++ = (PING_ANSWER & 0x7f) | 0x80;
  *body++ = PING_ANSWER >> 7;
  for (int i = 0; i < PING_PAYLOAD; i++) *body++ = i;
}
