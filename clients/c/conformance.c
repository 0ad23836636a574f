// Runs the conformance cases with this client, as clients/conformance/README.md describes.
//
//     ./conformance ../conformance/cases.json unix:/run/modiste.sock
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modiste.h"

enum { TIMEOUT_MICROS = 5000000, PIPELINE_MICROS = 30000000, IDS_MAX = 64, PAYLOAD_MAX = 1 << 20 };

static const char *const statuses[] = {
    "ok", "cancelled", "unknown", "invalidArgument", "deadlineExceeded", "notFound",
    "alreadyExists", "permissionDenied", "resourceExhausted", "failedPrecondition", "aborted",
    "outOfRange", "unimplemented", "internal", "unavailable", "dataLoss", "unauthenticated"};

static const struct { const char *name; uint16_t number; } methods[] = {
    {"Recommend.Recommend", MODISTE_METHOD_RECOMMEND},
    {"Recommend.SimilarItems", MODISTE_METHOD_SIMILAR_ITEMS},
    {"Recommend.RecommendBatch", MODISTE_METHOD_RECOMMEND_BATCH},
    {"Admin.Ping", MODISTE_METHOD_PING},
    {"Admin.Status", MODISTE_METHOD_STATUS},
    {"Admin.Reload", MODISTE_METHOD_RELOAD},
    {"Admin.ListMethods", MODISTE_METHOD_LIST_METHODS}};

// What was wrong with the case that runs; empty: nothing yet.
static char trouble[2048];

static bool wrong(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(trouble, sizeof trouble, format, arguments);
  va_end(arguments);
  return false;
}

static const cJSON *key(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text(const cJSON *object, const char *name) {
  const char *value = cJSON_GetStringValue(key(object, name));
  return value ? value : "";
}

static uint32_t number(const cJSON *object, const char *name) {
  const cJSON *value = key(object, name);
  return value ? (uint32_t)cJSON_GetNumberValue(value) : 0;
}

static const char *status_name(int code) {
  return code >= 0 && code <= 16 ? statuses[code] : "an unknown status";
}

static uint16_t method_number(const char *name) {
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp(methods[i].name, name) == 0) return methods[i].number;
  return (uint16_t)strtoul(name, NULL, 16);
}

// `@popular` is the first item answered to `Recommend {limit: 1}`.
static const char *resolve(modiste *client, const char *id) {
  static char popular[512];
  if (strcmp(id, "@popular") != 0) return id;
  Modiste__V1__RecommendRequest request = MODISTE__V1__RECOMMEND_REQUEST__INIT;
  request.limit = 1;
  Modiste__V1__RecommendResponse *answer =
      modiste_recommend(client, &request, TIMEOUT_MICROS, NULL);
  snprintf(popular, sizeof popular, "%s",
      answer && answer->n_items ? answer->items[0]->item_id : "nothing is popular");
  modiste__v1__recommend_response__free_unpacked(answer, NULL);
  return popular;
}

// The ids of a list, in `ids`; their count.
static size_t read_ids(modiste *client, const cJSON *list, char **ids) {
  size_t count = 0;
  const cJSON *id;
  cJSON_ArrayForEach(id, list) {
    if (count < IDS_MAX) ids[count++] = (char *)resolve(client, id->valuestring);
  }
  return count;
}

static uint8_t pattern[PAYLOAD_MAX];

static uint32_t submit(modiste *client, const cJSON *step, uint32_t timeout) {
  const cJSON *fields = key(step, "request");
  uint16_t method = method_number(text(step, "call"));
  char *excluded[IDS_MAX], *recent[IDS_MAX];
  size_t excluded_count = read_ids(client, key(fields, "excluded_item_ids"), excluded);
  size_t recent_count = read_ids(client, key(fields, "recent"), recent);

  if (method == MODISTE_METHOD_RECOMMEND) {
    Modiste__V1__RecommendRequest request = MODISTE__V1__RECOMMEND_REQUEST__INIT;
    Modiste__V1__Event events[IDS_MAX], *pointers[IDS_MAX];
    for (size_t i = 0; i < recent_count; i++) {
      modiste__v1__event__init(&events[i]);
      events[i].item_id = recent[i];
      pointers[i] = &events[i];
    }
    request.user_id = (char *)text(fields, "user_id");
    request.filter = (char *)text(fields, "filter");
    request.limit = number(fields, "limit");
    request.n_recent = recent_count;
    request.recent = pointers;
    request.n_excluded_item_ids = excluded_count;
    request.excluded_item_ids = excluded;
    return modiste_submit(client, method, &request.base, timeout);
  }
  if (method == MODISTE_METHOD_SIMILAR_ITEMS) {
    Modiste__V1__SimilarItemsRequest request = MODISTE__V1__SIMILAR_ITEMS_REQUEST__INIT;
    request.item_id = (char *)resolve(client, text(fields, "item_id"));
    request.filter = (char *)text(fields, "filter");
    request.limit = number(fields, "limit");
    request.n_excluded_item_ids = excluded_count;
    request.excluded_item_ids = excluded;
    return modiste_submit(client, method, &request.base, timeout);
  }
  // Status, Reload and ListMethods have no fields: an empty Ping has the same bytes, none.
  Modiste__V1__PingRequest request = MODISTE__V1__PING_REQUEST__INIT;
  request.payload.data = pattern;
  request.payload.len = number(fields, "payload_size");
  request.answer_size = number(fields, "answer_size");
  return modiste_submit(client, method, &request.base, timeout);
}

static bool check_ids(char **found, size_t count, const cJSON *expected) {
  const cJSON *id;
  size_t matched = 0;
  cJSON_ArrayForEach(id, expected) {
    for (size_t i = 0; i < count; i++) matched += strcmp(found[i], id->valuestring) == 0;
  }
  if (count != matched || count != (size_t)cJSON_GetArraySize(expected))
    return wrong("%zu unknown ids came, %zu of them expected; %d were expected", count, matched,
        cJSON_GetArraySize(expected));
  return true;
}

static bool check_items(modiste *client, const cJSON *expect, char **ids, size_t count) {
  if (count < number(expect, "items_min") ||
      (key(expect, "items_max") && count > number(expect, "items_max")))
    return wrong("%zu items came; %u...%u were expected", count, number(expect, "items_min"),
        number(expect, "items_max"));
  const char *absent = resolve(client, text(expect, "absent"));
  for (size_t i = 0; i < count; i++)
    if (strcmp(ids[i], absent) == 0) return wrong("item '%s' was answered; it must not be", absent);
  return true;
}

static bool check_recommend(
    modiste *client, const cJSON *expect, const Modiste__V1__RecommendResponse *answer) {
  char *ids[500];
  for (size_t i = 0; i < answer->n_items && i < 500; i++) ids[i] = answer->items[i]->item_id;
  if (!check_items(client, expect, ids, answer->n_items)) return false;
  const cJSON *known = key(expect, "user_known"), *unknown = key(expect, "unknown_item_ids");
  if (known && cJSON_IsTrue(known) != answer->user_known)
    return wrong("user_known is %d", answer->user_known);
  if (unknown && !check_ids(answer->unknown_item_ids, answer->n_unknown_item_ids, unknown))
    return false;
  if (key(expect, "step")) {
    const ProtobufCEnumValue *step =
        protobuf_c_enum_descriptor_get_value_by_name(
            &modiste__v1__step__descriptor, text(expect, "step"));
    if (!step || answer->n_items == 0 || (int)answer->items[0]->step != step->value)
      return wrong("the first item's step is not %s", text(expect, "step"));
  }
  return true;
}

static bool check_similar(
    modiste *client, const cJSON *expect, const Modiste__V1__SimilarItemsResponse *answer) {
  char *ids[500];
  for (size_t i = 0; i < answer->n_items && i < 500; i++) ids[i] = answer->items[i]->item_id;
  const cJSON *unknown = key(expect, "unknown_item_ids");
  return check_items(client, expect, ids, answer->n_items) &&
      (!unknown || check_ids(answer->unknown_item_ids, answer->n_unknown_item_ids, unknown));
}

static bool check_ping(
    const cJSON *step, const cJSON *expect, const Modiste__V1__PingResponse *answer) {
  if (!key(expect, "payload_size")) return true;
  size_t sent = number(key(step, "request"), "payload_size");
  size_t size = number(expect, "payload_size");
  if (answer->payload.len != size)
    return wrong("the payload is %zu bytes; %zu were expected", answer->payload.len, size);
  for (size_t i = 0; i < size; i++)
    if (answer->payload.data[i] != (i < sent ? pattern[i] : 0))
      return wrong("byte %zu of the payload is not what was sent", i);
  return true;
}

static bool check_methods(const cJSON *expect, const Modiste__V1__ListMethodsResponse *answer) {
  const cJSON *name;
  cJSON_ArrayForEach(name, key(expect, "methods")) {
    size_t i = 0;
    while (i < answer->n_methods && strcmp(answer->methods[i]->name, name->valuestring) != 0) i++;
    if (i == answer->n_methods) return wrong("%s is not listed", name->valuestring);
  }
  return true;
}

static bool check_answer(
    modiste *client, const cJSON *step, const cJSON *expect, const ProtobufCMessage *answer) {
  switch (method_number(text(step, "call"))) {
    case MODISTE_METHOD_RECOMMEND:
      return check_recommend(client, expect, (const Modiste__V1__RecommendResponse *)answer);
    case MODISTE_METHOD_SIMILAR_ITEMS:
      return check_similar(client, expect, (const Modiste__V1__SimilarItemsResponse *)answer);
    case MODISTE_METHOD_PING:
      return check_ping(step, expect, (const Modiste__V1__PingResponse *)answer);
    case MODISTE_METHOD_LIST_METHODS:
      return check_methods(expect, (const Modiste__V1__ListMethodsResponse *)answer);
    case MODISTE_METHOD_RELOAD:
      if (((const Modiste__V1__ReloadResponse *)answer)->generation[0]) return true;
      return wrong("the reload named no generation");
    default: return true;
  }
}

static bool check_error(const cJSON *expect, const modiste_error *error) {
  const char *message = text(expect, "message"), *part = text(expect, "message_has");
  const cJSON *retryable = key(expect, "retryable");
  if (strcmp(status_name(error->code), text(expect, "status")) != 0)
    return wrong("status is %s (%s); %s was expected", status_name(error->code), error->message,
        text(expect, "status"));
  if (*message && strcmp(message, error->message) != 0)
    return wrong("message is '%s'; '%s' was expected", error->message, message);
  if (!strstr(error->message, part))
    return wrong("message is '%s'; it must contain '%s'", error->message, part);
  if (retryable && cJSON_IsTrue(retryable) != error->retryable)
    return wrong("retryable is %d", error->retryable);
  return true;
}

static bool run_call(modiste *client, const cJSON *step) {
  const cJSON *expect = key(step, "expect"), *timeout = key(step, "timeout_micros");
  modiste_error error;
  uint32_t id =
      submit(client, step, timeout ? number(step, "timeout_micros") : TIMEOUT_MICROS);
  ProtobufCMessage *answer = modiste_wait(client, id, &error);
  bool holds = check_error(expect, &error);
  if (holds && key(expect, "generation") && !*modiste_generation(client))
    holds = wrong("the answer names no generation");
  if (holds && answer) holds = check_answer(client, step, expect, answer);
  if (answer) protobuf_c_message_free_unpacked(answer, NULL);
  return holds;
}

// The `user_ids` of a batch: `u0`, `u1`, … and 257 `a`s at `long_at`.
static char **make_users(const cJSON *fields, size_t count) {
  enum { SIZE = 16 };
  static char too_long[258];
  memset(too_long, 'a', sizeof too_long - 1);
  char **users = malloc((count + 1) * (sizeof *users + SIZE));
  if (!users) return NULL;
  char *digits = (char *)(users + count + 1);
  for (size_t i = 0; i < count; i++) {
    users[i] = digits + i * SIZE;
    snprintf(users[i], SIZE, "u%zu", i);
  }
  if (key(fields, "long_at")) users[number(fields, "long_at")] = too_long;
  return users;
}

// Takes the parts of a batch, all or as many as the step wants; their count.
static size_t take_parts(
    modiste *client, const cJSON *step, uint32_t id, char **users, size_t *wrong_parts,
    modiste_error *error) {
  uint32_t wanted = number(step, "take"), ping_every = number(step, "ping_every");
  uint32_t items_min = number(key(step, "expect"), "items_min");
  size_t count = 0;
  Modiste__V1__RecommendBatchPart *part;
  while ((part = modiste_recommend_batch_next(client, id, error))) {
    if (wanted && count == wanted) {  // left already
      modiste__v1__recommend_batch_part__free_unpacked(part, NULL);
      continue;
    }
    *wrong_parts += strcmp(part->user_id, users[count]) != 0;
    *wrong_parts += items_min && (!part->answer || part->answer->n_items < items_min);
    count++;
    modiste__v1__recommend_batch_part__free_unpacked(part, NULL);
    if (wanted && count == wanted) modiste_cancel(client, id);
    if (ping_every && count % ping_every == 0) {
      Modiste__V1__PingRequest ping = MODISTE__V1__PING_REQUEST__INIT;
      Modiste__V1__PingResponse *pong = modiste_ping(client, &ping, TIMEOUT_MICROS, NULL);
      *wrong_parts += pong == NULL;
      modiste__v1__ping_response__free_unpacked(pong, NULL);
    }
  }
  if (wanted && count == wanted && error->code == MODISTE_CANCELLED)
    *error = (modiste_error){.code = MODISTE_OK};
  return count;
}

static bool run_stream(modiste *client, const cJSON *step) {
  const cJSON *fields = key(step, "request"), *expect = key(step, "expect");
  const cJSON *timeout = key(step, "timeout_micros"), *question = key(fields, "question");
  size_t users_count = number(fields, "user_count"), wrong_parts = 0;
  char **users = make_users(fields, users_count);
  if (!users) return wrong("no memory");
  Modiste__V1__RecommendRequest asked = MODISTE__V1__RECOMMEND_REQUEST__INIT;
  asked.limit = number(question, "limit");
  asked.filter = (char *)text(question, "filter");
  Modiste__V1__RecommendBatchRequest request = MODISTE__V1__RECOMMEND_BATCH_REQUEST__INIT;
  request.user_ids = users;
  request.n_user_ids = users_count;
  request.question = &asked;
  uint32_t id = modiste_recommend_batch(
      client, &request, timeout ? number(step, "timeout_micros") : TIMEOUT_MICROS);
  modiste_error error;
  size_t count = take_parts(client, step, id, users, &wrong_parts, &error);
  free(users);
  const cJSON *most = key(expect, "parts_max");
  if (!check_error(expect, &error)) return false;
  if (count < number(expect, "parts_min") || (most && count > number(expect, "parts_max")))
    return wrong("%zu parts came; %u…%u were expected", count, number(expect, "parts_min"),
        number(expect, "parts_max"));
  if (key(expect, "generation") && !*modiste_generation(client))
    return wrong("the answer names no generation");
  return wrong_parts == 0 || wrong("%zu of %zu parts are not what was asked", wrong_parts, count);
}

static bool run_pipeline(modiste *client, const cJSON *step) {
  size_t count = number(step, "count");
  bool is_reversed = strcmp(text(step, "order"), "reversed") == 0;
  uint32_t *ids = calloc(count, sizeof *ids);
  if (!ids) return wrong("no memory");
  char digits[16];
  for (size_t i = 0; i < count; i++) {
    Modiste__V1__PingRequest request = MODISTE__V1__PING_REQUEST__INIT;
    request.payload.len = (size_t)snprintf(digits, sizeof digits, "%zu", i);
    request.payload.data = (uint8_t *)digits;
    ids[i] = modiste_submit(client, MODISTE_METHOD_PING, &request.base, PIPELINE_MICROS);
  }
  size_t own = 0;
  modiste_error error = {.code = MODISTE_OK};
  for (size_t n = 0; n < count; n++) {
    size_t i = is_reversed ? count - 1 - n : n;
    size_t size = (size_t)snprintf(digits, sizeof digits, "%zu", i);
    Modiste__V1__PingResponse *answer =
        (Modiste__V1__PingResponse *)modiste_wait(client, ids[i], &error);
    own += answer && answer->payload.len == size && !memcmp(answer->payload.data, digits, size);
    modiste__v1__ping_response__free_unpacked(answer, NULL);
  }
  free(ids);
  return own == count ||
      wrong("%zu of %zu answers were their own request's (%s)", own, count, error.message);
}

static bool run_step(modiste *client, const cJSON *step) {
  if (key(step, "pipeline")) return run_pipeline(client, step);
  if (key(step, "stream")) return run_stream(client, step);
  if (!key(step, "restart")) return run_call(client, step);
  return system(getenv("MODISTE_RESTART")) == 0 || wrong("MODISTE_RESTART did not end with 0");
}

// The first thing the case needs that is not there; NULL: nothing.
static const char *missing_need(const cJSON *test, const char *address, bool has_models) {
  const cJSON *need;
  cJSON_ArrayForEach(need, key(test, "needs")) {
    const char *name = need->valuestring;
    bool is_met = strcmp(name, "models") == 0 ? has_models
        : strcmp(name, "restart") == 0        ? getenv("MODISTE_RESTART") != NULL
                                              : strncmp(address, name, strlen(name)) == 0;
    if (!is_met) return name;
  }
  return NULL;
}

static cJSON *read_cases(const char *path) {
  static char bytes[1 << 20];
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  bytes[fread(bytes, 1, sizeof bytes - 1, file)] = 0;
  fclose(file);
  return cJSON_Parse(bytes);
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: conformance cases.json ADDRESS\n");
    return 2;
  }
  const char *address = arguments[2];
  cJSON *cases = read_cases(arguments[1]), *test;
  modiste_error error = {.message = "the cases cannot be read"};
  modiste *client = cases ? modiste_open(address, "conformance", &error) : NULL;
  Modiste__V1__PingRequest ping = MODISTE__V1__PING_REQUEST__INIT;
  Modiste__V1__PingResponse *pong =
      client ? modiste_ping(client, &ping, TIMEOUT_MICROS, &error) : NULL;
  if (!pong) {
    printf("failed: the server does not answer a ping: %s\n", error.message);
    printf("0 passed, %d failed\n", cJSON_GetArraySize(cases));
    modiste_close(client);
    cJSON_Delete(cases);
    return 1;
  }
  bool has_models = *modiste_generation(client);
  modiste__v1__ping_response__free_unpacked(pong, NULL);
  modiste_close(client);
  for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (uint8_t)(i % 251);

  int passed = 0, failed = 0;
  cJSON_ArrayForEach(test, cases) {
    const char *missing = missing_need(test, address, has_models);
    if (missing) {
      printf("skipped: %s: needs %s\n", text(test, "name"), missing);
      continue;
    }
    client = modiste_open(address, "conformance", &error);
    const cJSON *step;
    bool holds = client != NULL;
    cJSON_ArrayForEach(step, key(test, "steps")) holds = holds && run_step(client, step);
    if (holds) passed++;
    else printf("failed: %s: %s\n", text(test, "name"), trouble);
    failed += !holds;
    modiste_close(client);
  }
  printf("%d passed, %d failed\n", passed, failed);
  cJSON_Delete(cases);
  return failed ? 1 : 0;
}
