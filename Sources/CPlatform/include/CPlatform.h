/* What `import Glibc` leaves out: epoll, eventfd, unions, macros and variadic calls. Imported by
 * Platform alone. Functions return what the system call returns. */
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static inline int platform_epoll_control(int epoll, int operation, int descriptor,
                                         uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

/* The token is a packed, hence possibly unaligned, member of a union. */
static inline uint64_t platform_event_token(const struct epoll_event *event) {
    return event->data.u64;
}

static inline int platform_bind_unix(int descriptor, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -2;
    strcpy(address.sun_path, path);
    return bind(descriptor, (const struct sockaddr *)&address, sizeof address);
}

static inline int platform_connect_unix(int descriptor, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -2;
    strcpy(address.sun_path, path);
    return connect(descriptor, (const struct sockaddr *)&address, sizeof address);
}

static inline struct sockaddr_in platform_ipv4(uint32_t host_order_address, uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(host_order_address);
    address.sin_port = htons(port);
    return address;
}

static inline int platform_bind_tcp(int descriptor, uint32_t host_order_address, uint16_t port) {
    struct sockaddr_in address = platform_ipv4(host_order_address, port);
    return bind(descriptor, (const struct sockaddr *)&address, sizeof address);
}

static inline int platform_connect_tcp(int descriptor, uint32_t host_order_address,
                                       uint16_t port) {
    struct sockaddr_in address = platform_ipv4(host_order_address, port);
    return connect(descriptor, (const struct sockaddr *)&address, sizeof address);
}

/* The port a TCP socket is bound to, or -1. */
static inline int platform_bound_port(int descriptor) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &size) != 0) return -1;
    return ntohs(address.sin_port);
}

static inline int platform_set_option(int descriptor, int level, int option, int value) {
    return setsockopt(descriptor, level, option, &value, sizeof value);
}

static inline int platform_set_receive_timeout(int descriptor, int milliseconds) {
    struct timeval time = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    return setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

static inline int platform_socket_error(int descriptor) {
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return -1;
    return error;
}

/* Survives the SIGBUS of a mapped file that was cut short; see mapping_guard.c. The slot of a
 * mapping, or -1 when there are too many to guard. */
void platform_guard_install(void);
int platform_guard_add(const void *start, size_t size);
void platform_guard_remove(int slot);
bool platform_guard_is_damaged(int slot);

/* The next connection, non-blocking; -1 when none waits. */
int platform_accept(int listener);

/* Names the calling thread, at most 15 bytes. */
void platform_name_thread(const char *name);

/* How the calling thread shares its core with others: its nice value, and how many nanoseconds it
 * runs at most before another's turn (0: the kernel's default). A thread that wakes up interrupts
 * one whose turns are longer (Linux 6.12 and later; earlier ones go by nice alone). Returns 0 or
 * an errno. */
int platform_share_core(int nice, uint64_t turn_nanoseconds);

#endif
