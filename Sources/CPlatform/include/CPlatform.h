/* What `import Glibc` leaves out: epoll, eventfd, macros and variadic calls. Imported by Platform
 * alone. */
#ifndef CPLATFORM_H
#define CPLATFORM_H
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#endif
