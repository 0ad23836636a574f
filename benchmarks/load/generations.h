// Which generation each answer names, and whether all answers of one generation to one request
// are the same bytes. Since a call is a function of its request and one snapshot, an answer mixed
// from two generations cannot agree with the first one of the generation it names.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { GENERATIONS_MAX = 16, GENERATION_NAME_MAX = 63 };

typedef struct {
  char name[GENERATION_NAME_MAX + 1];
  uint64_t answers;
  // One hash for each request; 0: not answered yet.
  uint64_t *body_hashes;
} Generation;

typedef struct {
  Generation all[GENERATIONS_MAX];
  int count, newest;
  // 0: answers are counted, and their bytes not compared.
  unsigned request_count;
  // Answers that differ from the first one of their generation; answers that name no generation,
  // or more generations than fit; how often an answer named another than the one before it.
  uint64_t inconsistent, unnamed, changes;
} Generations;

/// FNV-1a over words instead of bytes: the load generator must stay faster than the server.
static inline uint64_t hash_bytes(const uint8_t *bytes, size_t size) {
  uint64_t hash = 0xcbf29ce484222325u, word;
  for (; size >= 8; bytes += 8, size -= 8) {
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 0x100000001b3u;
    hash ^= hash >> 32;
  }
  for (; size > 0; bytes++, size--) hash = (hash ^ *bytes) * 0x100000001b3u;
  return hash | 1;
}

/// Reads a varint and moves past it; false when it is cut off.
static inline bool take_varint(const uint8_t **cursor, const uint8_t *end, uint64_t *value) {
  *value = 0;
  for (int shift = 0; shift < 64 && *cursor < end; shift += 7) {
    uint8_t byte = *(*cursor)++;
    *value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

/// The bytes of Metadata.generation (field 7); NULL when they are missing or empty.
static inline const uint8_t *generation_field(
    const uint8_t *metadata, size_t metadata_size, size_t *size) {
  const uint8_t *cursor = metadata, *end = metadata + metadata_size, *found = NULL;
  uint64_t tag, value;
  while (cursor < end && take_varint(&cursor, end, &tag) && take_varint(&cursor, end, &value)) {
    if ((tag & 7) == 0) continue;
    if ((tag & 7) != 2 || value > (uint64_t)(end - cursor)) return NULL;
    if (tag >> 3 == 7 && value > 0 && value <= GENERATION_NAME_MAX) {
      found = cursor;
      *size = value;
    }
    cursor += value;
  }
  return found;
}

static inline void note_answer(
    Generations *seen, unsigned request, const uint8_t *body, size_t body_size,
    size_t metadata_size) {
  size_t size = 0;
  const uint8_t *name = generation_field(body, metadata_size, &size);
  if (name == NULL) {
    seen->unnamed++;
    return;
  }

  int index = 0;
  while (index < seen->count &&
         (strlen(seen->all[index].name) != size || memcmp(seen->all[index].name, name, size) != 0))
    index++;
  if (index == GENERATIONS_MAX) {
    seen->unnamed++;
    return;
  }
  Generation *generation = &seen->all[index];
  if (index == seen->count) {
    seen->count++;
    memcpy(generation->name, name, size);
    generation->body_hashes = calloc(seen->request_count + 1, sizeof(uint64_t));
    if (generation->body_hashes == NULL) abort();
  }
  generation->answers++;
  if (seen->newest != index + 1) seen->changes += seen->newest != 0;
  seen->newest = index + 1;

  if (seen->request_count == 0) return;
  uint64_t hash = hash_bytes(body + metadata_size, body_size - metadata_size);
  if (generation->body_hashes[request] == 0) generation->body_hashes[request] = hash;
  seen->inconsistent += generation->body_hashes[request] != hash;
}
