/* libprotobuf-c, and an allocator for it that is emptied after each call. Imported by Wire and by
 * the generated code. */
#ifndef CPROTOBUFC_H
#define CPROTOBUFC_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory for the structs of one decoded message. Allocation moves a pointer; freeing one
 * allocation does nothing; resetting frees all. Belongs to one thread. */
typedef struct message_arena message_arena;

/* An arena that keeps `capacity` bytes between calls. Never NULL: aborts when memory is out. */
message_arena *message_arena_create(size_t capacity);
void message_arena_destroy(message_arena *arena);

/* Forgets everything allocated, and allows `limit` bytes until the next reset. */
void message_arena_reset(message_arena *arena, size_t limit);

/* Whether an allocation was refused for the limit since the last reset. */
bool message_arena_is_exhausted(const message_arena *arena);

/* To be passed to protobuf_c_message_unpack; lives as long as the arena. */
ProtobufCAllocator *message_arena_allocator(message_arena *arena);

#endif
