#include "CProtobufC.h"

#include <stdlib.h>

/* An allocation that did not fit into the kept block. */
typedef struct overflow_block {
    struct overflow_block *next;
    /* The bytes follow, aligned as malloc aligns plus one pointer pair. */
    void *padding;
} overflow_block;

struct message_arena {
    ProtobufCAllocator allocator;
    uint8_t *block;
    size_t capacity;
    size_t used;
    /* Bytes handed out since the last reset, in the block or outside it, and their limit. */
    size_t total;
    size_t limit;
    bool is_exhausted;
    overflow_block *overflow;
};

static void *allocate(void *data, size_t size) {
    message_arena *arena = data;
    /* A size near SIZE_MAX would wrap when rounded up. */
    if (size > arena->limit) {
        arena->is_exhausted = true;
        return NULL;
    }
    size = (size + 15) & ~(size_t)15;
    if (size > arena->limit - arena->total) {
        arena->is_exhausted = true;
        return NULL;
    }
    arena->total += size;
    if (size <= arena->capacity - arena->used) {
        void *start = arena->block + arena->used;
        arena->used += size;
        return start;
    }
    overflow_block *block = malloc(sizeof(overflow_block) + size);
    if (block == NULL) {
        arena->is_exhausted = true;
        return NULL;
    }
    block->next = arena->overflow;
    arena->overflow = block;
    return block + 1;
}

static void free_nothing(void *data, void *pointer) {
    (void)data;
    (void)pointer;
}

message_arena *message_arena_create(size_t capacity) {
    message_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) abort();
    arena->block = malloc(capacity);
    if (arena->block == NULL) abort();
    arena->capacity = capacity;
    arena->allocator.alloc = allocate;
    arena->allocator.free = free_nothing;
    arena->allocator.allocator_data = arena;
    return arena;
}

void message_arena_reset(message_arena *arena, size_t limit) {
    while (arena->overflow != NULL) {
        overflow_block *block = arena->overflow;
        arena->overflow = block->next;
        free(block);
    }
    arena->used = 0;
    arena->total = 0;
    arena->limit = limit & ~(size_t)15;
    arena->is_exhausted = false;
}

void message_arena_destroy(message_arena *arena) {
    message_arena_reset(arena, 0);
    free(arena->block);
    free(arena);
}

bool message_arena_is_exhausted(const message_arena *arena) { return arena->is_exhausted; }

ProtobufCAllocator *message_arena_allocator(message_arena *arena) { return &arena->allocator; }
