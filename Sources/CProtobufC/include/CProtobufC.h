/* libprotobuf-c, and an allocator for it that is emptied after each call. Imported by Wire and by
 * the generated code. */
#ifndef CPROTOBUFC_H
#define CPROTOBUFC_H
#include <protobuf-c/protobuf-c.h>
#endif
