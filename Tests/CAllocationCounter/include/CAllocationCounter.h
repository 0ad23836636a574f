/* Counts what a thread allocates, by taking the place of malloc in the test program. */
#ifndef CALLOCATION_COUNTER_H
#define CALLOCATION_COUNTER_H

/* Allocations by the calling thread since it began: malloc, calloc, realloc and the aligned forms,
 * whoever calls them. */
long allocation_count(void);

#endif
