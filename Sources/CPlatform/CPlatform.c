#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>

int platform_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void platform_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int platform_share_core(int nice, uint64_t turn_nanoseconds) {
    /* <linux/sched/types.h> of the kernel clashes with glibc's <sched.h>. */
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = {
        .size = sizeof attributes, .policy = SCHED_OTHER, .nice = nice, .runtime = turn_nanoseconds};
    return syscall(SYS_sched_setattr, 0, &attributes, 0) == 0 ? 0 : errno;
}
