#define _GNU_SOURCE
#include "CPlatform.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>

/* A file that is cut short while it is mapped raises SIGBUS where its bytes are gone. For the
 * mappings registered here the handler puts a page of zeros in the place of the missing one and
 * marks the mapping as damaged, so that a reader goes on, and can be told afterwards that what it
 * read is worth nothing. Any other SIGBUS ends the process as it would have. */

enum { slot_max = 4096, page_size = 4096 };

static struct {
    _Atomic(uintptr_t) start;
    _Atomic(uintptr_t) end;
    _Atomic(bool) is_damaged;
} slots[slot_max];

static void handle(int signal, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    for (int slot = 0; slot < slot_max; slot++) {
        uintptr_t start = atomic_load(&slots[slot].start);
        if (start == 0 || address < start || address >= atomic_load(&slots[slot].end)) continue;
        void *page = (void *)(address & ~(uintptr_t)(page_size - 1));
        if (mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
            MAP_FAILED)
            break;
        atomic_store(&slots[slot].is_damaged, true);
        return;
    }
    /* Not ours: the instruction faults again and meets the default action. */
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal, &action, NULL);
}

void platform_guard_install(void) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGBUS, &action, NULL);
}

int platform_guard_add(const void *start, size_t size) {
    for (int slot = 0; slot < slot_max; slot++) {
        uintptr_t free_slot = 0;
        /* The end is set after the start, so a slot that is half filled matches no address. */
        if (!atomic_compare_exchange_strong(&slots[slot].start, &free_slot, (uintptr_t)start))
            continue;
        atomic_store(&slots[slot].is_damaged, false);
        atomic_store(&slots[slot].end, (uintptr_t)start + size);
        return slot;
    }
    return -1;
}

void platform_guard_remove(int slot) {
    if (slot < 0) return;
    atomic_store(&slots[slot].end, 0);
    atomic_store(&slots[slot].start, 0);
}

bool platform_guard_is_damaged(int slot) {
    return slot >= 0 && atomic_load_explicit(&slots[slot].is_damaged, memory_order_relaxed);
}
