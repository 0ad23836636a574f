// The protocol is proto/PROTOCOL.md; its sections are named where they are kept.
#define _POSIX_C_SOURCE 200809L
#include "modiste.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_SIZE = 20, VERSION = 1, BODY_SIZE_MAX = 4 << 20, PART_BYTES_MAX = 1 << 20 };
enum reason { NONE, UNSEEN = 1, LOST = 2 };  // to send a call again, once for each (11.5)
enum kind { REQUEST = 1, RESPONSE, PART, CANCEL, PING, PONG, GO_AWAY };
static const int64_t MICROSECOND = 1000, MILLISECOND = 1000000, SECOND = 1000000000;

typedef struct buffer {
  uint8_t *bytes;
  size_t start, end, capacity;  // bytes[start..<end] are held
} buffer;

typedef enum call_state {
  FREE,
  QUEUED,     // to be sent on the next connection
  IN_FLIGHT,  // sent
  GIVEN_UP,   // nobody waits, but its callID stays taken until its response (section 6)
  DONE        // answered (`frame` is the response), or failed (`error.code` is set)
} call_state;

// A part of a stream that nobody has taken yet.
typedef struct part {
  struct part *next;
  size_t size;
  uint8_t frame[];
} part;

typedef struct call {
  call_state state;
  uint32_t id;
  const struct method *method;  // NULL: one this client has no name for
  int resent;         // the reasons, as bits, for which it was sent again
  uint64_t sequence;  // the how-manieth request of its connection, from 1
  int64_t deadline;   // nanoseconds of the monotonic clock
  uint8_t *frame;     // the request, to send again; once done, the response
  part *first_part, *last_part;
  size_t part_bytes;
  bool is_unanswered;  // done here, but its callID stays taken until its response
  bool has_parts;  // any came: then it is not sent again
  modiste_error error;
} call;

struct modiste {
  char address[256];
  int socket;  // -1: not connected
  bool goes_away, wants_backoff;
  uint64_t request_count, accepted;
  int64_t backoff;  // nanoseconds
  uint32_t random;
  buffer input, output;
  // A call lies at its callID modulo the capacity, which is a power of two.
  call *calls;
  uint32_t capacity, count, next_id;
  uint8_t *metadata;  // the same for every request
  size_t metadata_size;
  char generation[64];
};

// Section 3.
static const struct method {
  uint16_t number;
  bool is_repeatable, is_streamed;
  const ProtobufCMessageDescriptor *response;  // of a stream: of each part
} methods[] = {
#define ROW(name, NAME, Type, number, is_repeatable) \
  {number, is_repeatable, false, &modiste__v1__##name##_response__descriptor},
#define STREAM_ROW(name, NAME, Type, number, is_repeatable) \
  {number, is_repeatable, true, &modiste__v1__##name##_part__descriptor},
    MODISTE_METHODS(ROW) MODISTE_STREAMS(STREAM_ROW)
};

static const struct method *find_method(uint16_t number) {
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (methods[i].number == number) return &methods[i];
  return NULL;
}

static void put(uint8_t *bytes, uint32_t value, int size) {
  for (int i = 0; i < size; i++) bytes[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get(const uint8_t *bytes, int size) {
  uint32_t value = 0;
  for (int i = 0; i < size; i++) value |= (uint32_t)bytes[i] << (8 * i);
  return value;
}

// Room for `size` more bytes at the end; NULL: no memory.
static uint8_t *reserve(buffer *b, size_t size) {
  if (b->start == b->end) b->start = b->end = 0;
  if (b->end + size > b->capacity && b->start > 0) {
    memmove(b->bytes, b->bytes + b->start, b->end - b->start);
    b->end -= b->start;
    b->start = 0;
  }
  if (b->end + size > b->capacity) {
    size_t capacity = 2 * (b->end + size);
    uint8_t *bytes = realloc(b->bytes, capacity);
    if (!bytes) return NULL;
    b->bytes = bytes;
    b->capacity = capacity;
  }
  return b->bytes + b->end;
}

static bool append(buffer *b, const void *bytes, size_t size) {
  uint8_t *room = reserve(b, size);
  if (!room) return false;
  if (size) memcpy(room, bytes, size);
  b->end += size;
  return true;
}

// Section 1.
static void write_header(
    uint8_t *h, size_t size, enum kind kind, uint16_t method, uint32_t call_id, size_t metadata) {
  put(h, (uint32_t)size, 4);
  put(h + 4, VERSION | (uint32_t)kind << 8 | (uint32_t)method << 16, 4);
  put(h + 8, call_id, 4);
  put(h + 12, 0, 4);
  put(h + 16, (uint32_t)metadata, 4);  // and status and reserved
}

static bool append_frame(
    buffer *b, enum kind kind, uint32_t call_id, const uint8_t *body, size_t size) {
  uint8_t header[HEADER_SIZE];
  write_header(header, size, kind, 0, call_id, 0);
  return append(b, header, HEADER_SIZE) && append(b, body, size);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}

static void fail(
    modiste_error *error, int code, bool retryable, const char *what, const char *detail) {
  if (!error) return;
  *error = (modiste_error){.code = code, .retryable = retryable, .local = true};
  snprintf(error->message, sizeof error->message, "%s%s", what, detail);
}

static void finish(call *k, int code, bool retryable, const char *what, const char *detail) {
  k->state = DONE;
  fail(&k->error, code, retryable, what, detail);
}

static bool is_stream(const call *k) { return k->method && k->method->is_streamed; }

static void free_parts(call *k) {
  for (part *p = k->first_part, *next; p; p = next) {
    next = p->next;
    free(p);
  }
  k->first_part = k->last_part = NULL;
  k->part_bytes = 0;
}

static void release(modiste *c, call *k) {
  free_parts(k);
  free(k->frame);
  *k = (call){.state = FREE};
  c->count--;
}

static call *find_call(modiste *c, uint32_t id) {
  call *k = &c->calls[id & (c->capacity - 1)];
  return id != 0 && k->state != FREE && k->id == id ? k : NULL;
}

static call *new_call(modiste *c) {
  if (c->count == c->capacity) {
    uint32_t capacity = 2 * c->capacity;
    call *calls = calloc(capacity, sizeof *calls);
    if (!calls) return NULL;
    // callIDs that differ modulo the old capacity differ modulo the new one.
    for (uint32_t i = 0; i < c->capacity; i++)
      calls[c->calls[i].id & (capacity - 1)] = c->calls[i];
    free(c->calls);
    c->calls = calls;
    c->capacity = capacity;
  }
  while (c->next_id == 0 || c->calls[c->next_id & (c->capacity - 1)].state != FREE) c->next_id++;
  call *k = &c->calls[c->next_id & (c->capacity - 1)];
  *k = (call){.state = QUEUED, .id = c->next_id++};
  c->count++;
  return k;
}

// The connection will not answer this call: it is sent once more, or fails (section 11.5).
static void not_answered(call *k, enum reason reason, const char *what, const char *detail) {
  // A stream of which parts came would begin anew.
  if (!reason || k->resent & reason || k->has_parts) finish(k, MODISTE_UNAVAILABLE, reason, what, detail);
  else k->state = QUEUED;
  k->resent |= reason;
}

static void disconnect(modiste *c, const char *what, const char *detail) {
  if (c->socket < 0) return;
  close(c->socket);
  c->socket = -1;
  c->input.start = c->input.end = c->output.start = c->output.end = 0;
  for (uint32_t i = 0; i < c->capacity; i++) {
    call *k = &c->calls[i];
    if (k->state == GIVEN_UP) release(c, k);
    k->is_unanswered = false;
    if (k->state != IN_FLIGHT) continue;
    not_answered(k, k->method && k->method->is_repeatable ? LOST : NONE, what, detail);
  }
}

// Section 7.
static bool take_go_away(modiste *c, const uint8_t *body, size_t size) {
  Modiste__V1__GoAway *away = modiste__v1__go_away__unpack(NULL, size, body);
  if (!away) return false;
  if (!c->goes_away || away->accepted < c->accepted) c->accepted = away->accepted;
  c->goes_away = true;
  bool is_my_fault = away->reason >= MODISTE__V1__GO_AWAY_REASON__GO_AWAY_BROKEN_FRAME &&
      away->reason <= MODISTE__V1__GO_AWAY_REASON__GO_AWAY_CALL_ID_IN_USE;
  c->wants_backoff = away->reason >= MODISTE__V1__GO_AWAY_REASON__GO_AWAY_SLOW_READER;
  for (uint32_t i = 0; i < c->capacity; i++) {
    call *k = &c->calls[i];
    if (k->state == IN_FLIGHT && k->sequence > c->accepted)
      not_answered(k, is_my_fault ? NONE : UNSEEN, "the server goes away: ", away->message);
  }
  modiste__v1__go_away__free_unpacked(away, NULL);
  return true;
}

static bool take_response(modiste *c, call *k, const uint8_t *frame, size_t size) {
  if (k && k->state == GIVEN_UP) release(c, k);
  else if (k && k->state == DONE) k->is_unanswered = false;
  if (!k || k->state != IN_FLIGHT) return true;
  uint8_t *copy = malloc(size);
  if (!copy) return false;
  memcpy(copy, frame, size);
  free(k->frame);
  k->frame = copy;
  k->state = DONE;
  return true;
}

static bool take_part(modiste *c, call *k, const uint8_t *frame, size_t size) {
  if (!k || k->state != IN_FLIGHT) return true;  // given up
  if (!is_stream(k)) return false;
  if (k->part_bytes > PART_BYTES_MAX) {
    // Somebody waits for another call, and would wait for ever if nothing were read.
    finish(k, MODISTE_RESOURCE_EXHAUSTED, false, "more than 1 MiB of parts were not taken", "");
    k->is_unanswered = true;
    return append_frame(&c->output, CANCEL, k->id, NULL, 0);
  }
  part *p = malloc(sizeof *p + size);
  if (!p) return false;
  *p = (part){.size = size};
  memcpy(p->frame, frame, size);
  if (k->last_part) k->last_part->next = p;
  else k->first_part = p;
  k->last_part = p;
  k->part_bytes += size;
  k->has_parts = true;
  return true;
}

// Section 9. False: the connection has to be closed.
static bool take_frame(modiste *c, const uint8_t *frame, size_t size) {
  const uint8_t *body = frame + HEADER_SIZE;
  size_t body_size = size - HEADER_SIZE;
  uint32_t id = get(frame + 8, 4);
  call *k = find_call(c, id);
  switch (frame[5]) {
    case RESPONSE: return take_response(c, k, frame, size);
    case PART: return take_part(c, k, frame, size);
    case PING: return append_frame(&c->output, PONG, id, body, body_size);
    case PONG: return true;
    case GO_AWAY: return take_go_away(c, body, body_size);
    default: return false;
  }
}

// Takes the whole frames in the input. NULL, or why the connection has to be closed.
static const char *take_frames(modiste *c) {
  while (c->input.end - c->input.start >= HEADER_SIZE) {
    const uint8_t *h = c->input.bytes + c->input.start;
    size_t body_size = get(h, 4), size = HEADER_SIZE + body_size;
    if (h[4] != VERSION) return "its frame version is not 1";
    if (h[19] != 0 || (h[18] != 0 && h[5] != RESPONSE)) return "a frame's header is broken";
    if (body_size > BODY_SIZE_MAX) return "a body is larger than 4 MiB";
    if (get(h + 16, 2) > body_size) return "metadata is longer than its body";
    if (c->input.end - c->input.start < size) return NULL;
    if (!take_frame(c, h, size)) return "a frame is not one that servers send";
    c->input.start += size;
  }
  return NULL;
}

// Sends what waits, receives what came, and waits until `deadline` for either when `deadline` is
// not 0. It receives while it sends, because a server stops reading a client that does not.
static void exchange(modiste *c, int64_t deadline) {
  bool has_waited = deadline == 0;
  while (c->socket >= 0) {
    buffer *out = &c->output;
    while (out->end > out->start) {
      size_t size = out->end - out->start;
      ssize_t sent = send(c->socket, out->bytes + out->start, size, MSG_NOSIGNAL);
      if (sent < 0) break;  // full; or broken, and the reading below finds out why
      out->start += (size_t)sent;
    }
    uint8_t *room = reserve(&c->input, 65536);
    ssize_t got = room ? recv(c->socket, room, c->input.capacity - c->input.end, 0) : 0;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (has_waited) return;
    } else {
      const char *problem = !room ? "no memory" : got == 0 ? "the server closed it" : NULL;
      if (got < 0) problem = strerror(errno);
      c->input.end += got > 0 ? (size_t)got : 0;
      if (!problem) problem = take_frames(c);
      if (problem) disconnect(c, "the connection was lost: ", problem);
      else if (out->end > out->start) continue;  // pongs
      return;
    }
    struct pollfd p = {.fd = c->socket, .events = POLLIN};
    if (out->end > out->start) p.events |= POLLOUT;
    int64_t left = deadline - now();
    if (left < 0) return;
    poll(&p, 1, (int)((left + MILLISECOND - 1) / MILLISECOND));
    has_waited = true;
  }
}

// One attempt. NULL, or why it failed.
static const char *open_socket(modiste *c, int64_t deadline) {
  struct sockaddr_un path = {.sun_family = AF_UNIX};
  struct addrinfo local = {
      .ai_family = AF_UNIX, .ai_addr = (struct sockaddr *)&path, .ai_addrlen = sizeof path};
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
  char *rest = strchr(c->address, ':') + 1, *port = strrchr(rest, ':');
  if (c->address[0] == 'u') {
    strcpy(path.sun_path, rest);  // fits: modiste_open looked
  } else {
    char host[256] = "";
    memcpy(host, rest, (size_t)(port - rest));
    int problem = getaddrinfo(host, port + 1, &hints, &found);
    if (problem) return gai_strerror(problem);
  }
  int error = 0, yes = 1;
  for (struct addrinfo *a = found ? found : &local; a && c->socket < 0; a = a->ai_next) {
    int fd = socket(a->ai_family, SOCK_STREAM, 0);
    int64_t left = deadline - now() > MILLISECOND ? deadline - now() : MILLISECOND;
    struct timeval t = {.tv_sec = left / SECOND, .tv_usec = left % SECOND / MICROSECOND};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);  // bounds connect too; see socket(7)
    if (found) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (connect(fd, a->ai_addr, a->ai_addrlen) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0) {
      c->socket = fd;
    } else {
      error = errno == EINPROGRESS ? ETIMEDOUT : errno;
      close(fd);
    }
  }
  if (found) freeaddrinfo(found);
  return c->socket < 0 ? strerror(error) : NULL;
}

// Section 11.3: 10 ms, doubling to 1 s, a random part between half and all of it. False: the
// deadline comes first.
static bool back_off(modiste *c, int64_t deadline) {
  c->random = c->random * 1664525u + 1013904223u;
  int64_t delay = c->backoff / 2 + (int64_t)((double)c->backoff / 2 * (c->random / 4294967296.0));
  c->backoff = 2 * c->backoff < SECOND ? 2 * c->backoff : SECOND;
  if (now() + delay >= deadline) return false;
  struct timespec t = {.tv_sec = delay / SECOND, .tv_nsec = delay % SECOND};
  nanosleep(&t, NULL);
  return true;
}

static void send_call(modiste *c, call *k) {
  int64_t micros = (k->deadline - now()) / MICROSECOND;
  put(k->frame + 12, micros < 1 ? 1 : (uint32_t)micros, 4);
  k->state = IN_FLIGHT;
  k->sequence = ++c->request_count;
  if (!append(&c->output, k->frame, HEADER_SIZE + get(k->frame, 4)))
    disconnect(c, "the connection was closed: ", "no memory to send");
}

// Calls that a connection which goes away has accepted, and that somebody may still wait for.
static bool awaits_answers(const modiste *c) {
  for (uint32_t i = 0; i < c->capacity; i++)
    if (c->calls[i].state == IN_FLIGHT && c->calls[i].deadline > now()) return true;
  return false;
}

// Sees to it that there is a connection that takes requests, and that the queued calls are on it;
// or ends `k`, when that cannot be before its deadline.
static void connect_for(modiste *c, call *k) {
  // One connection at a time: the old one is read to the end of what it accepted.
  while (c->socket >= 0 && c->goes_away && awaits_answers(c) && now() < k->deadline)
    exchange(c, k->deadline);
  if (c->goes_away) disconnect(c, "the server went away", "");
  if (k->state == DONE) return;
  if (c->socket < 0 && c->wants_backoff && !back_off(c, k->deadline)) {
    finish(k, MODISTE_UNAVAILABLE, true, "the server sends connections away", "");
    return;
  }
  while (c->socket < 0) {
    const char *problem = open_socket(c, k->deadline);
    if (!problem) {
      c->goes_away = c->wants_backoff = false;
      c->request_count = 0;
      for (uint32_t i = 0; i < c->capacity; i++)
        if (c->calls[i].state == QUEUED) send_call(c, &c->calls[i]);
    } else if (!back_off(c, k->deadline)) {
      char what[300];
      snprintf(what, sizeof what, "connect %s: ", c->address);
      finish(k, MODISTE_UNAVAILABLE, true, what, problem);
      return;
    }
  }
  if (k->state == QUEUED) send_call(c, k);
}

static bool is_address(const char *text) {
  if (strncmp(text, "unix:", 5) == 0)
    return text[5] && strlen(text + 5) < sizeof((struct sockaddr_un *)0)->sun_path;
  return strncmp(text, "tcp:", 4) == 0 && strlen(text) < 256 && strrchr(text, ':') > text + 4;
}

modiste *modiste_open(const char *address, const char *name, modiste_error *error) {
  static const char accepted[] = "unix:/path or tcp:host:port are accepted, the address is ";
  if (!is_address(address)) fail(error, MODISTE_INVALID_ARGUMENT, false, accepted, address);
  if (!is_address(address)) return NULL;
  Modiste__V1__Metadata metadata = MODISTE__V1__METADATA__INIT;
  if (name) metadata.client = (char *)name;  // only read
  modiste *c = malloc(sizeof *c);
  if (c) *c = (modiste){.socket = -1, .next_id = 1, .backoff = 10 * MILLISECOND};
  if (c) c->calls = calloc(64, sizeof *c->calls);
  if (c) c->metadata = malloc(modiste__v1__metadata__get_packed_size(&metadata) + 1);
  if (!c || !c->calls || !c->metadata) {
    modiste_close(c);
    fail(error, MODISTE_RESOURCE_EXHAUSTED, true, "no memory for a client", "");
    return NULL;
  }
  strcpy(c->address, address);
  c->metadata_size = modiste__v1__metadata__pack(&metadata, c->metadata);
  c->capacity = 64;
  c->random = (uint32_t)now();
  return c;
}

void modiste_close(modiste *c) {
  if (!c) return;
  if (c->socket >= 0) close(c->socket);
  for (uint32_t i = 0; c->calls && i < c->capacity; i++) {
    free_parts(&c->calls[i]);
    free(c->calls[i].frame);
  }
  free(c->calls);
  free(c->metadata);
  free(c->input.bytes);
  free(c->output.bytes);
  free(c);
}

const char *modiste_generation(const modiste *c) { return c->generation; }

uint32_t modiste_submit(
    modiste *c, uint16_t method, const ProtobufCMessage *request, uint32_t timeout_micros) {
  int64_t deadline = now() + (timeout_micros ? timeout_micros * MICROSECOND : SECOND);
  size_t size = protobuf_c_message_get_packed_size(request);
  uint8_t *frame = malloc(HEADER_SIZE + c->metadata_size + size);
  call *k = frame ? new_call(c) : NULL;
  if (!k) {
    free(frame);
    return 0;
  }
  write_header(frame, c->metadata_size + size, REQUEST, method, k->id, c->metadata_size);
  memcpy(frame + HEADER_SIZE, c->metadata, c->metadata_size);
  protobuf_c_message_pack(request, frame + HEADER_SIZE + c->metadata_size);
  k->method = find_method(method);
  k->deadline = deadline;
  k->frame = frame;

  // goAway or the end of the stream may have arrived since the last call (section 11.4).
  exchange(c, 0);
  connect_for(c, k);
  exchange(c, 0);
  while (c->output.end > c->output.start && k->state == IN_FLIGHT && now() < deadline)
    exchange(c, deadline);
  return k->id;
}

// Decodes a part, or what ended the call. NULL: `error` says why, or a stream has ended well.
static ProtobufCMessage *open_frame(
    modiste *c, const call *k, const uint8_t *h, modiste_error *error) {
  size_t metadata_size = get(h + 16, 2), size = get(h, 4) - metadata_size;
  const uint8_t *body = h + HEADER_SIZE + metadata_size;
  Modiste__V1__Metadata *front =
      modiste__v1__metadata__unpack(NULL, metadata_size, h + HEADER_SIZE);
  // Of a stream only the first part and the response name it.
  if (front && (metadata_size || h[5] == RESPONSE))
    snprintf(c->generation, sizeof c->generation, "%s", front->generation);
  modiste__v1__metadata__free_unpacked(front, NULL);
  if (h[18] == 0) {
    ProtobufCMessage *answer = NULL;
    if (h[5] == RESPONSE && is_stream(k)) return NULL;
    if (k->method) answer = protobuf_c_message_unpack(k->method->response, NULL, size, body);
    if (!answer) fail(error, MODISTE_INTERNAL, false, "the response cannot be decoded", "");
    return answer;
  }
  Modiste__V1__Status *status = modiste__v1__status__unpack(NULL, size, body);
  fail(error, h[18], status && status->retryable, status ? status->message : "", "");
  if (error) error->local = false;
  if (error) error->retry_after_micros = get(h + 12, 4);
  modiste__v1__status__free_unpacked(status, NULL);
  return NULL;
}

// A call that somebody may wait for. NULL: `error` says why it is none.
static call *awaited(modiste *c, uint32_t id, bool as_stream, modiste_error *error) {
  call *k = find_call(c, id);
  if (k && k->state != GIVEN_UP && is_stream(k) == as_stream) return k;
  const char *what = "the callID is not one to wait for";
  if (k && k->state != GIVEN_UP)
    what = as_stream ? "the call has no parts; use modiste_wait"
                     : "the call answers in parts; use modiste_next";
  fail(error, id ? MODISTE_INVALID_ARGUMENT : MODISTE_RESOURCE_EXHAUSTED, !id,
      id ? what : "no memory for the call", "");
  return NULL;
}

// Receives until the call is done, a part of it is there, or its deadline passes.
static void await(modiste *c, call *k) {
  while (k->state != DONE && !k->first_part && now() < k->deadline) {
    if (k->state == QUEUED) connect_for(c, k);
    if (k->state != DONE) exchange(c, k->deadline);
  }
  if (k->state != DONE && !k->first_part) exchange(c, 0);
}

// What ended a call that is not in flight, or whose deadline has passed; the callID is given back.
static ProtobufCMessage *end_call(modiste *c, call *k, modiste_error *error) {
  if (k->state == IN_FLIGHT && append_frame(&c->output, CANCEL, k->id, NULL, 0)) {
    fail(error, MODISTE_DEADLINE_EXCEEDED, false, "no answer before the deadline", "");
    k->state = GIVEN_UP;
    exchange(c, 0);
    return NULL;
  }
  if (k->state != DONE)
    finish(k, MODISTE_DEADLINE_EXCEEDED, false, "no answer before the deadline", "");
  modiste_error found = k->error;
  ProtobufCMessage *answer = found.code ? NULL : open_frame(c, k, k->frame, &found);
  if (!found.code) c->backoff = 10 * MILLISECOND;
  if (error) *error = found;
  if (k->is_unanswered) k->state = GIVEN_UP;
  else release(c, k);
  return answer;
}

ProtobufCMessage *modiste_wait(modiste *c, uint32_t id, modiste_error *error) {
  call *k = awaited(c, id, false, error);
  if (!k) return NULL;
  await(c, k);
  return end_call(c, k, error);
}

ProtobufCMessage *modiste_next(modiste *c, uint32_t id, modiste_error *error) {
  call *k = awaited(c, id, true, error);
  if (!k) return NULL;
  await(c, k);
  part *p = k->first_part;
  if (!p) return end_call(c, k, error);
  k->first_part = p->next;
  if (!p->next) k->last_part = NULL;
  k->part_bytes -= p->size;
  if (error) *error = (modiste_error){.code = MODISTE_OK};
  ProtobufCMessage *answer = open_frame(c, k, p->frame, error);
  free(p);
  if (answer) return answer;
  // What cannot be read ends the stream.
  free_parts(k);
  modiste_cancel(c, id);
  if (k->state == IN_FLIGHT) k->state = GIVEN_UP;
  else release(c, k);
  return NULL;
}

void modiste_cancel(modiste *c, uint32_t id) {
  call *k = find_call(c, id);
  if (k && k->state == IN_FLIGHT && append_frame(&c->output, CANCEL, id, NULL, 0)) exchange(c, 0);
}

#define DEFINE(name, NAME, Type, number, is_repeatable)                         \
  Modiste__V1__##Type##Response *modiste_##name(                              \
      modiste *c, const Modiste__V1__##Type##Request *request,                \
      uint32_t timeout_micros, modiste_error *error) {                        \
    uint32_t id = modiste_submit(c, number, &request->base, timeout_micros);  \
    return (Modiste__V1__##Type##Response *)modiste_wait(c, id, error);       \
  }
MODISTE_METHODS(DEFINE)

#define DEFINE_STREAM(name, NAME, Type, number, is_repeatable)                       \
  uint32_t modiste_##name(                                                           \
      modiste *c, const Modiste__V1__##Type##Request *request, uint32_t timeout_micros) { \
    return modiste_submit(c, number, &request->base, timeout_micros);                \
  }                                                                                  \
  Modiste__V1__##Type##Part *modiste_##name##_next(                                  \
      modiste *c, uint32_t id, modiste_error *error) {                               \
    return (Modiste__V1__##Type##Part *)modiste_next(c, id, error);                  \
  }
MODISTE_STREAMS(DEFINE_STREAM)
