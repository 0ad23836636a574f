#define _GNU_SOURCE
#include "CPlatform.h"

#include <pthread.h>

int platform_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void platform_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
