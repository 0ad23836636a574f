// The load generator in gRPC's frames: the closed loop of ../../load/load.c, and as cheap. With
// gRPC's own C++ client, which costs about as much CPU as the server, the same server came out
// dearer; BENCHMARKS.md has the figures. The reason was not looked for.
//
//     grpc-load SOCKET --connections 4 --in-flight 16 --seconds 3 --server-pid 4711
//
// Sources: RFC 9113 (HTTP/2 frames), RFC 7541 (HPACK), gRPC over HTTP/2, PROTOCOL-HTTP2.md.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../../load/frame.h"
#include "../../load/measure.h"

enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7 };
enum { WINDOW_UPDATE = 8 };
enum { END_STREAM = 1, ACK = 1, END_HEADERS = 4 };
// Times of sending are kept by stream number; far more than are ever in flight.
enum { STREAMS_KEPT = 4096, BUFFER_SIZE = 1 << 20, WINDOW_STEP = 1 << 24 };
// One byte "not compressed", four of length, then the message.
enum { MESSAGE_PREFIX = 5, REQUEST_BODY = PING_REQUEST_SIZE - HEADER_SIZE };
enum { ANSWER_DATA = MESSAGE_PREFIX + PING_RESPONSE_SIZE - HEADER_SIZE };

typedef struct {
  int socket;
  uint32_t next_stream, received;
  unsigned in_flight;
  size_t filled, output_size;
  uint64_t sent_at[STREAMS_KEPT];
  uint32_t answered[STREAMS_KEPT];  // Bytes of DATA.
  uint8_t input[BUFFER_SIZE], output[BUFFER_SIZE];
} Connection;

static unsigned connection_count = 1, in_flight_max = 1;
static uint64_t calls, failed;
static bool measuring;
static Histogram latency;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s (errno %d)\n", what, strerror(errno), errno);
  exit(1);
}

static void store_big(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = value >> (24 - 8 * i);
}

static uint32_t load_big(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

/// Begins a frame in the output; its payload is what the caller writes where this returns.
static uint8_t *put_frame(
    Connection *connection, uint8_t type, uint8_t flags, uint32_t stream, size_t size) {
  uint8_t *frame = connection->output + connection->output_size;
  store_big(frame, (uint32_t)size << 8);
  frame[3] = type;
  frame[4] = flags;
  store_big(frame + 5, stream);
  connection->output_size += 9 + size;
  return frame + 9;
}

static size_t put_literal(uint8_t *block, uint8_t name_index, const char *name, const char *value) {
  uint8_t *end = block;
  *end++ = 0x40 | name_index;  // Literal, to be remembered; 0: the name follows.
  if (name_index == 0) {
    *end++ = (uint8_t)strlen(name);
    end = (uint8_t *)stpcpy((char *)end, name);
  }
  *end++ = (uint8_t)strlen(value);
  return (size_t)(stpcpy((char *)end, value) - (char *)block);
}

/// The first call spells its headers, later ones name the peer's remembered entries, as clients do.
static size_t put_headers(uint8_t *block, bool first) {
  static const uint8_t later[] = {0x83, 0x86, 0xc2, 0xc1, 0xc0, 0xbf, 0xbe};
  if (!first) {
    memcpy(block, later, sizeof later);
    return sizeof later;
  }
  size_t size = 0;
  block[size++] = 0x83;  // :method POST
  block[size++] = 0x86;  // :scheme http
  size += put_literal(block + size, 4, ":path", "/benchmark.Admin/Ping");
  size += put_literal(block + size, 1, ":authority", "localhost");
  size += put_literal(block + size, 31, "content-type", "application/grpc");
  size += put_literal(block + size, 0, "te", "trailers");
  size += put_literal(block + size, 58, "user-agent", "grpc-load/1");
  return size;
}

static void put_call(Connection *connection, const uint8_t *body) {
  uint32_t stream = connection->next_stream;
  uint8_t block[256];
  size_t size = put_headers(block, stream == 1);
  memcpy(put_frame(connection, HEADERS, END_HEADERS, stream, size), block, size);
  uint8_t *data =
      put_frame(connection, DATA, END_STREAM, stream, MESSAGE_PREFIX + REQUEST_BODY);
  data[0] = 0;
  store_big(data + 1, REQUEST_BODY);
  memcpy(data + MESSAGE_PREFIX, body, REQUEST_BODY);
  connection->sent_at[stream / 2 % STREAMS_KEPT] = now();
  connection->answered[stream / 2 % STREAMS_KEPT] = 0;
  connection->next_stream += 2;
  connection->in_flight++;
}

static void open_connection(Connection *connection, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  connection->socket = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) fail(path);
  fcntl(connection->socket, F_SETFL, O_NONBLOCK);
  connection->next_stream = 1;
  static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  memcpy(connection->output, preface, sizeof preface - 1);
  connection->output_size = sizeof preface - 1;
  put_frame(connection, SETTINGS, 0, 0, 0);
  // A window that never closes; it is opened again by what was received.
  store_big(put_frame(connection, WINDOW_UPDATE, 0, 0, 4), 4 * WINDOW_STEP);
}

static void flush(Connection *connection) {
  for (size_t sent = 0; sent < connection->output_size;) {
    ssize_t count = send(
        connection->socket, connection->output + sent, connection->output_size - sent,
        MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) fail("send");
    sent += (size_t)count;
  }
  connection->output_size = 0;
}

static void take_frame(Connection *connection, const uint8_t *frame, uint32_t size, uint64_t at) {
  uint8_t type = frame[3], flags = frame[4];
  uint32_t stream = load_big(frame + 5), slot = stream / 2 % STREAMS_KEPT;
  if (type == DATA) {
    connection->answered[slot] += size;
    connection->received += size;
    if (connection->received >= WINDOW_STEP) {
      store_big(put_frame(connection, WINDOW_UPDATE, 0, 0, 4), connection->received);
      connection->received = 0;
    }
  } else if (type == SETTINGS && !(flags & ACK)) {
    put_frame(connection, SETTINGS, ACK, 0, 0);
  } else if (type == PING && !(flags & ACK)) {
    memcpy(put_frame(connection, PING, ACK, 0, 8), frame + 9, 8);
  } else if (type == RST_STREAM || type == GOAWAY) {
    fprintf(stderr, "the server sent a frame of type %u; answers are expected\n", type);
    exit(1);
  }
  if ((type == DATA || type == HEADERS) && (flags & END_STREAM)) {
    connection->in_flight--;
    if (!measuring) return;
    calls++;
    failed += connection->answered[slot] != ANSWER_DATA;
    record(&latency, at - connection->sent_at[slot]);
  }
}

static void take_frames(Connection *connection) {
  ssize_t count = recv(
      connection->socket, connection->input + connection->filled,
      BUFFER_SIZE - connection->filled, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) fail("recv");
  uint64_t at = now();
  connection->filled += (size_t)count;
  size_t taken = 0;
  while (connection->filled - taken >= 9) {
    uint32_t size = load_big(connection->input + taken) >> 8;
    if (connection->filled - taken < 9 + size) break;
    take_frame(connection, connection->input + taken, size, at);
    taken += 9 + size;
  }
  memmove(connection->input, connection->input + taken, connection->filled - taken);
  connection->filled -= taken;
}

int main(int count, char **arguments) {
  const char *path = NULL;
  double seconds = 3, warmup = 0.5;
  pid_t server = 0;
  for (int i = 1; i < count; i++) {
    const char *flag = arguments[i], *value = i + 1 < count ? arguments[i + 1] : "";
    if (flag[0] != '-') {
      path = flag;
      continue;
    }
    i++;
    if (strcmp(flag, "--connections") == 0) connection_count = (unsigned)atoi(value);
    else if (strcmp(flag, "--in-flight") == 0) in_flight_max = (unsigned)atoi(value);
    else if (strcmp(flag, "--seconds") == 0) seconds = atof(value);
    else if (strcmp(flag, "--warmup") == 0) warmup = atof(value);
    else if (strcmp(flag, "--server-pid") == 0) server = (pid_t)atoi(value);
    else return fprintf(stderr, "the flag is %s; main names those accepted\n", flag), 2;
  }
  if (path == NULL) return fprintf(stderr, "SOCKET is missing; a path is expected\n"), 2;

  uint8_t request[PING_REQUEST_SIZE];
  put_ping_request(request);
  Connection *connections = calloc(connection_count, sizeof(Connection));
  int epoll = epoll_create1(0);
  for (unsigned i = 0; i < connection_count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    open_connection(&connections[i], path);
    epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].socket, &event);
    while (connections[i].in_flight < in_flight_max)
      put_call(&connections[i], request + HEADER_SIZE);
    flush(&connections[i]);
  }
  uint64_t started = now(), end = started + (uint64_t)(warmup * 1e9), cpu = 0;
  struct epoll_event events[256];
  while (true) {
    uint64_t instant = now();
    if (instant >= end && measuring) {
      print_result(calls, failed, instant - started, cpu_time(server) - cpu, &latency, "");
      return 0;
    }
    if (instant >= end) {
      measuring = true;
      cpu = cpu_time(server);
      started = instant;
      end = instant + (uint64_t)(seconds * 1e9);
    }
    int ready = epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      Connection *connection = &connections[events[i].data.u32];
      take_frames(connection);
      while (connection->in_flight < in_flight_max)
        put_call(connection, request + HEADER_SIZE);
      flush(connection);
    }
  }
}
