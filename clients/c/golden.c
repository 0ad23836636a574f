// Decodes every golden frame with protobuf-c, encodes it again, and expects the same bytes; and
// finds in the index's JSON what the header says.
//
//     ./golden ../../Tests/Golden
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modiste.h"

static const ProtobufCMessageDescriptor *const types[] = {
#define PAIR(name, NAME, Type, number, repeatable) \
  &modiste__v1__##name##_request__descriptor, &modiste__v1__##name##_response__descriptor,
#define STREAM_PAIR(name, NAME, Type, number, repeatable) \
  &modiste__v1__##name##_request__descriptor, &modiste__v1__##name##_part__descriptor,
    MODISTE_METHODS(PAIR) MODISTE_STREAMS(STREAM_PAIR) &modiste__v1__status__descriptor, &modiste__v1__go_away__descriptor,
};

static const ProtobufCMessageDescriptor *find_type(const char *name) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(types[i]->name, name) == 0) return types[i];
  return NULL;
}

// The file's bytes and, beyond them, a NUL. NULL: it cannot be read.
static uint8_t *read_file(const char *directory, const char *name, size_t *size) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*size + 1);
  if (bytes && fread(bytes, 1, *size, file) != *size) *bytes = 0;
  if (bytes) bytes[*size] = 0;
  fclose(file);
  return bytes;
}

static uint32_t load(const uint8_t *bytes, int size) {
  uint32_t value = 0;
  for (int i = 0; i < size; i++) value |= (uint32_t)bytes[i] << (8 * i);
  return value;
}

// Whether the message decodes, and encodes to the same bytes again.
static bool survives(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t size) {
  ProtobufCMessage *message = type ? protobuf_c_message_unpack(type, NULL, size, bytes) : NULL;
  if (!message) return false;
  size_t packed = protobuf_c_message_get_packed_size(message);
  uint8_t *again = malloc(packed + 1);
  bool same = again && packed == size && protobuf_c_message_pack(message, again) == size &&
      memcmp(again, bytes, size) == 0 && message->n_unknown_fields == 0;
  free(again);
  protobuf_c_message_free_unpacked(message, NULL);
  return same;
}

static bool header_agrees(const cJSON *header, const uint8_t *h) {
  static const struct { const char *name; int offset, size; } fields[] = {
      {"body_size", 0, 4}, {"version", 4, 1}, {"kind", 5, 1},
      {"method", 6, 2}, {"call_id", 8, 4}, {"micros", 12, 4},
      {"metadata_size", 16, 2}, {"status", 18, 1}, {"reserved", 19, 1},
  };
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    double said = cJSON_GetNumberValue(cJSON_GetObjectItem(header, fields[i].name));
    if (said != load(h + fields[i].offset, fields[i].size)) return false;
  }
  return true;
}

int main(int count, char **arguments) {
  const char *directory = count == 2 ? arguments[1] : "../../Tests/Golden";
  size_t size;
  uint8_t *text = read_file(directory, "index.json", &size);
  cJSON *index = text ? cJSON_Parse((const char *)text) : NULL, *entry;
  int passed = 0, failed = 0;
  cJSON_ArrayForEach(entry, index) {
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(entry, "name"));
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItem(entry, "message_type"));
    const char *file = cJSON_GetStringValue(cJSON_GetObjectItem(entry, "file"));
    uint8_t *frame = read_file(directory, file, &size);
    bool same = frame && size >= 20 && size - 20 == load(frame, 4) &&
        header_agrees(cJSON_GetObjectItem(entry, "header"), frame);
    size_t metadata = same ? load(frame + 16, 2) : 0;
    same = same && survives(&modiste__v1__metadata__descriptor, frame + 20, metadata) &&
        (!type || survives(find_type(type), frame + 20 + metadata, size - 20 - metadata));
    if (same) passed++;
    else failed++;
    if (!same) printf("failed: %s\n", name);
    free(frame);
  }
  printf("%d passed, %d failed\n", passed, failed);
  cJSON_Delete(index);
  free(text);
  return passed > 0 && failed == 0 ? 0 : 1;
}
