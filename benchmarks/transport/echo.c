// The floor of the transport: one thread, level-triggered epoll, and nothing but the system calls
// that any server of this protocol needs. It reads what is there, copies a prepared answer for
// each whole request (they all have one size), patches its callID, and sends all answers at once.
//
//     echo SOCKET
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../load/frame.h"

// As many requests as the load generator ever has in flight on one connection.
enum { BATCH_MAX = 1024, CONNECTIONS_MAX = 4096 };

typedef struct {
  size_t filled;
  uint8_t input[BATCH_MAX * PING_REQUEST_SIZE];
} Connection;

static uint8_t answer[PING_RESPONSE_SIZE];
static uint8_t output[BATCH_MAX * PING_RESPONSE_SIZE];
static Connection *connections[CONNECTIONS_MAX];

static void fail(const char *what) {
  fprintf(stderr, "%s: %s (errno %d)\n", what, strerror(errno), errno);
  exit(1);
}

static void close_connection(int socket) {
  free(connections[socket]);
  connections[socket] = NULL;
  close(socket);
}

static void answer_all(int socket) {
  Connection *connection = connections[socket];
  ssize_t count = recv(
      socket, connection->input + connection->filled,
      sizeof connection->input - connection->filled, 0);
  if (count <= 0) {
    close_connection(socket);
    return;
  }
  connection->filled += (size_t)count;

  size_t taken = 0, size = 0;
  for (; connection->filled - taken >= PING_REQUEST_SIZE; taken += PING_REQUEST_SIZE) {
    memcpy(output + size, answer, PING_RESPONSE_SIZE);
    memcpy(output + size + 8, connection->input + taken + 8, 4);
    size += PING_RESPONSE_SIZE;
  }
  connection->filled -= taken;
  if (connection->filled > 0)
    memmove(connection->input, connection->input + taken, connection->filled);

  for (size_t sent = 0; sent < size;) {
    ssize_t written = send(socket, output + sent, size - sent, MSG_NOSIGNAL);
    if (written < 0) {
      close_connection(socket);
      return;
    }
    sent += (size_t)written;
  }
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "%d arguments; one is expected: the path of the socket to make\n", count - 1);
    return 2;
  }
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", arguments[1]);
  unlink(arguments[1]);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) fail(arguments[1]);
  if (listen(listener, 1024) != 0) fail("listen");

  put_ping_response(answer);
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[256];
  while (1) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int socket = events[i].data.fd;
      if (socket != listener) {
        answer_all(socket);
        continue;
      }
      int accepted = accept(listener, NULL, NULL);
      if (accepted < 0 || accepted >= CONNECTIONS_MAX) fail("accept");
      connections[accepted] = calloc(1, sizeof(Connection));
      event = (struct epoll_event){.events = EPOLLIN, .data.fd = accepted};
      epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &event);
    }
  }
}
