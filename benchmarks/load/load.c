// Asks a server over a Unix socket, on C connections with K calls in flight on each, and prints
// one line of JSON: calls per second, latency percentiles, the server's CPU time per call, and
// which generations answered.
//
//     load SOCKET --connections 4 --in-flight 16 --seconds 3 --server-pid 4711
//
// Closed loop: a call is sent when one is answered; all answers of one read are followed by one
// write. With --rate R calls per second are sent at fixed instants instead, and a latency counts
// from the instant at which the call was due, so that a stalled server is not let off.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "frame.h"
#include "generations.h"
#include "measure.h"

enum { IN_FLIGHT_MAX = 1024, INPUT_SIZE = 1 << 20 };

typedef struct {
  uint32_t id;  // 0: free. The lowest ten bits are the slot's index.
  unsigned request;
  uint64_t due;
} Call;

typedef struct {
  int socket;
  unsigned in_flight, sequence;
  size_t filled, output_size;
  Call calls[IN_FLIGHT_MAX];
  uint8_t *input, *output;
} Connection;

static const char *path;
static unsigned connection_count = 1, in_flight_max = 1, request_count = 0;
static double seconds = 3, warmup = 0.5, rate = 0;
static uint64_t calls_max = UINT64_MAX;
static pid_t server;
static uint8_t *requests;  // frames, one after the other
static uint32_t *request_offsets;
static size_t largest_request;

static uint64_t calls, failed;
static uint8_t first_failure = 0;
static unsigned next_request;
static bool measuring;
static Histogram latency;
static Generations generations;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s (errno %d)\n", what, strerror(errno), errno);
  exit(1);
}

static void refuse(const char *what, const char *found, const char *accepted) {
  fprintf(stderr, "%s is %s; %s\n", what, found, accepted);
  exit(2);
}

/// Frames as they would be sent, one after the other; without a file one Admin.Ping.
static void read_requests(const char *file) {
  size_t size = 0;
  if (file == NULL) {
    size = PING_REQUEST_SIZE;
    requests = malloc(size);
    put_ping_request(requests);
  } else {
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) fail(file);
    requests = malloc(64 << 20);
    size = fread(requests, 1, 64 << 20, stream);
    fclose(stream);
  }
  request_offsets = malloc((size / HEADER_SIZE + 2) * sizeof(uint32_t));
  for (size_t offset = 0; offset < size;) {
    size_t rest = size - offset;
    size_t frame_size = rest < HEADER_SIZE ? SIZE_MAX : HEADER_SIZE + load32(requests + offset);
    if (frame_size > rest) refuse("--requests", file, "whole request frames are accepted");
    request_offsets[request_count++] = (uint32_t)offset;
    offset += frame_size;
    if (frame_size > largest_request) largest_request = frame_size;
  }
  if (request_count == 0) refuse("--requests", "empty", "at least one request frame is accepted");
  request_offsets[request_count] = (uint32_t)size;
}

static void open_connection(Connection *connection) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path)
    refuse("SOCKET", path, "at most 107 bytes are accepted");
  strcpy(address.sun_path, path);
  connection->socket = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connection->socket < 0) fail("socket");
  if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) fail(path);
  fcntl(connection->socket, F_SETFL, O_NONBLOCK);
  connection->input = malloc(INPUT_SIZE);
  connection->output = malloc(in_flight_max * largest_request);
}

/// Puts the next request into the connection's output, in the first free slot from `slot` on.
static unsigned put_call(Connection *connection, unsigned slot, uint64_t due) {
  while (connection->calls[slot].id != 0) slot++;
  Call *call = &connection->calls[slot];
  call->id = ++connection->sequence << 10 | slot;
  if (call->id == 0) call->id = ++connection->sequence << 10 | slot;
  call->due = due;
  call->request = next_request;
  next_request = next_request + 1 == request_count ? 0 : next_request + 1;

  const uint8_t *frame = requests + request_offsets[call->request];
  size_t size = request_offsets[call->request + 1] - request_offsets[call->request];
  uint8_t *output = connection->output + connection->output_size;
  memcpy(output, frame, size);
  store32(output + 8, call->id);
  connection->output_size += size;
  connection->in_flight++;
  return slot + 1;
}

/// Fills the connection up to its calls in flight and writes them at once.
static void fill(Connection *connection) {
  uint64_t due = now();
  unsigned slot = 0;
  while (connection->in_flight < in_flight_max) slot = put_call(connection, slot, due);
}

static void flush(Connection *connection) {
  size_t sent = 0;
  while (sent < connection->output_size) {
    ssize_t count = send(
        connection->socket, connection->output + sent, connection->output_size - sent,
        MSG_NOSIGNAL);
    // The calls in flight fit a socket's buffer; a server that does not read is waited for.
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) fail("send");
    sent += (size_t)count;
  }
  connection->output_size = 0;
}

static void take_answer(
    Connection *connection, const uint8_t *frame, uint32_t body_size, uint64_t at) {
  uint32_t id = load32(frame + 8);
  Call *call = &connection->calls[id % IN_FLIGHT_MAX];
  if (frame[4] != 1 || frame[5] != KIND_RESPONSE || call->id != id) {
    fprintf(
        stderr, "a frame of version %u, kind %u and callID %u came; a response is expected\n",
        frame[4], frame[5], id);
    exit(1);
  }
  call->id = 0;
  connection->in_flight--;
  uint16_t metadata_size = load16(frame + 16);
  bool ok = frame[18] == 0 && metadata_size <= body_size;
  if (!ok && first_failure == 0) first_failure = frame[18];
  if (!measuring) return;
  calls++;
  failed += !ok;
  record(&latency, at > call->due ? at - call->due : 0);
  if (ok)
    note_answer(&generations, call->request, frame + HEADER_SIZE, body_size, metadata_size);
}

/// Reads once and takes every whole answer.
static void take_answers(Connection *connection) {
  ssize_t count = recv(
      connection->socket, connection->input + connection->filled,
      INPUT_SIZE - connection->filled, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count < 0) fail("recv");
  if (count == 0) {
    fprintf(
        stderr, "the server closed a connection with %u calls in flight\n",
        connection->in_flight);
    exit(1);
  }
  uint64_t at = now();
  connection->filled += (size_t)count;
  size_t taken = 0;
  while (connection->filled - taken >= HEADER_SIZE) {
    const uint8_t *frame = connection->input + taken;
    uint32_t body_size = load32(frame);
    if (body_size > INPUT_SIZE - HEADER_SIZE) refuse("bodySize", "over 1 MiB", "less is expected");
    if (connection->filled - taken < HEADER_SIZE + body_size) break;
    take_answer(connection, frame, body_size, at);
    taken += HEADER_SIZE + body_size;
  }
  memmove(connection->input, connection->input + taken, connection->filled - taken);
  connection->filled -= taken;
}

/// Sends what is due at a fixed rate on the connections in turn; returns when the next is due.
static uint64_t send_due(Connection *connections, uint64_t *due) {
  static unsigned turn;
  uint64_t interval = (uint64_t)(1e9 / rate), instant = now();
  while (*due <= instant) {
    unsigned tried = 0;
    while (connections[turn].in_flight == in_flight_max && tried++ < connection_count)
      turn = (turn + 1) % connection_count;
    if (tried > connection_count) break;  // All are busy: it stays due, and its latency grows.
    put_call(&connections[turn], 0, *due);
    flush(&connections[turn]);
    turn = (turn + 1) % connection_count;
    *due += interval;
  }
  return *due;
}

/// Waits for the calls still in flight: a server is not left with answers nobody reads.
static void drain(Connection *connections, int epoll) {
  struct epoll_event events[256];
  uint64_t end = now() + 5000000000u;
  unsigned waiting;
  do {
    waiting = 0;
    for (unsigned i = 0; i < connection_count; i++) waiting += connections[i].in_flight;
    int count = waiting == 0 ? 0 : epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < count; i++) take_answers(&connections[events[i].data.u32]);
  } while (waiting > 0 && now() < end);
  if (waiting > 0) {
    fprintf(stderr, "%u calls were not answered within 5 s of the last\n", waiting);
    exit(1);
  }
}

static void run(Connection *connections) {
  int epoll = epoll_create1(0);
  for (unsigned i = 0; i < connection_count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    open_connection(&connections[i]);
    epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].socket, &event);
    if (rate == 0) {
      fill(&connections[i]);
      flush(&connections[i]);
    }
  }

  uint64_t started = now(), due = started, cpu = 0;
  uint64_t end = started + (uint64_t)(warmup * 1e9);
  struct epoll_event events[256];
  while (true) {
    uint64_t instant = now();
    if (instant >= end || calls >= calls_max) {
      if (measuring) {
        cpu = cpu_time(server) - cpu;
        started = instant - started;
        measuring = false;
        drain(connections, epoll);
        break;
      }
      measuring = true;
      cpu = cpu_time(server);
      started = instant;
      end = instant + (uint64_t)(seconds * 1e9);
    }
    int64_t wait = (int64_t)(end - instant);
    if (rate > 0) {
      int64_t until_due = (int64_t)(send_due(connections, &due) - now());
      if (until_due < 0) until_due = 50000;
      if (until_due < wait) wait = until_due;
    }
    struct timespec timeout = {.tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000};
    int count = epoll_pwait2(epoll, events, 256, &timeout, NULL);
    if (count < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < count; i++) {
      Connection *connection = &connections[events[i].data.u32];
      take_answers(connection);
      if (rate == 0) {
        fill(connection);
        flush(connection);
      }
    }
  }

  char extra[4096];
  int size = snprintf(
      extra, sizeof extra,
      ", \"first_failure\": %u, \"unnamed\": %llu, \"inconsistent\": %llu, "
      "\"generation_changes\": %llu, \"generations\": {",
      first_failure, (unsigned long long)generations.unnamed,
      (unsigned long long)generations.inconsistent, (unsigned long long)generations.changes);
  for (int i = 0; i < generations.count; i++)
    size += snprintf(
        extra + size, sizeof extra - (size_t)size, "%s\"%s\": %llu", i == 0 ? "" : ", ",
        generations.all[i].name, (unsigned long long)generations.all[i].answers);
  snprintf(extra + size, sizeof extra - (size_t)size, "}");
  print_result(calls, failed, started, cpu, &latency, extra);
}

// Wakes up before others on its core (Linux 6.12 and later): who measures must not wait for its own
// turn, or that would be counted as the server's latency.
static void take_short_turns(void) {
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {.size = sizeof attributes, .runtime = 100000};
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

int main(int count, char **arguments) {
  const char *file = NULL;
  for (int i = 1; i < count; i++) {
    const char *flag = arguments[i];
    if (flag[0] != '-') {
      path = flag;
      continue;
    }
    if (++i == count) refuse(flag, "without a value", "one is expected");
    const char *value = arguments[i];
    if (strcmp(flag, "--connections") == 0) connection_count = (unsigned)atoi(value);
    else if (strcmp(flag, "--in-flight") == 0) in_flight_max = (unsigned)atoi(value);
    else if (strcmp(flag, "--seconds") == 0) seconds = atof(value);
    else if (strcmp(flag, "--warmup") == 0) warmup = atof(value);
    else if (strcmp(flag, "--calls") == 0) calls_max = strtoull(value, NULL, 10);
    else if (strcmp(flag, "--rate") == 0) rate = atof(value);
    else if (strcmp(flag, "--server-pid") == 0) server = (pid_t)atoi(value);
    else if (strcmp(flag, "--requests") == 0) file = value;
    else refuse("the flag", flag, "the head of load.c and of main names those accepted");
  }
  if (path == NULL) refuse("SOCKET", "missing", "the path of a Unix socket is expected");
  if (connection_count < 1 || connection_count > 4096)
    refuse("--connections", "out of range", "1...4096 is accepted");
  if (in_flight_max < 1 || in_flight_max > IN_FLIGHT_MAX)
    refuse("--in-flight", "out of range", "1...1024 is accepted");
  read_requests(file);
  // A ping's answer does not depend on the generation; comparing it would only cost time.
  generations.request_count = file == NULL ? 0 : request_count;
  take_short_turns();
  run(calloc(connection_count, sizeof(Connection)));
  return 0;
}
