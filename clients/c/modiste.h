// A client for Modiste over one connection: see README.md for a tour, example.c for a program.
//
// A client object is used by one thread at a time; make one per thread. Every call has a deadline.
// The messages are protobuf-c's, from modiste/v1/*.pb-c.h.
#ifndef MODISTE_H
#define MODISTE_H

#include <stdbool.h>
#include <stdint.h>
#include "modiste/v1/admin.pb-c.h"
#include "modiste/v1/common.pb-c.h"
#include "modiste/v1/chat.pb-c.h"
#include "modiste/v1/forecast.pb-c.h"
#include "modiste/v1/profile.pb-c.h"
#include "modiste/v1/recommend.pb-c.h"

PROTOBUF_C__BEGIN_DECLS

// gRPC's status numbers. The server may send others; `code` then holds the number itself.
typedef enum modiste_code {
  MODISTE_OK, MODISTE_CANCELLED, MODISTE_UNKNOWN, MODISTE_INVALID_ARGUMENT,
  MODISTE_DEADLINE_EXCEEDED, MODISTE_NOT_FOUND, MODISTE_PERMISSION_DENIED = 7,
  MODISTE_RESOURCE_EXHAUSTED, MODISTE_UNIMPLEMENTED = 12, MODISTE_INTERNAL, MODISTE_UNAVAILABLE
} modiste_code;

// Rerank answers with the message of Recommend.
typedef Modiste__V1__RecommendResponse Modiste__V1__RerankResponse;
#define modiste__v1__rerank_response__descriptor modiste__v1__recommend_response__descriptor
#define modiste__v1__rerank_response__free_unpacked modiste__v1__recommend_response__free_unpacked

// AnswerStream asks with the message of Answer.
typedef Modiste__V1__AnswerRequest Modiste__V1__AnswerStreamRequest;
#define modiste__v1__answer_stream_request__descriptor modiste__v1__answer_request__descriptor

// Every method: its function here, its messages, its number, whether it may safely be sent twice.
// Status and Reload answer on Unix sockets only. Reload may take seconds: give it a minute.
#define MODISTE_METHODS(METHOD)                                    \
  METHOD(recommend, RECOMMEND, Recommend, 0x0101, true)            \
  METHOD(similar_items, SIMILAR_ITEMS, SimilarItems, 0x0102, true) \
  METHOD(bought_together, BOUGHT_TOGETHER, BoughtTogether, 0x0103, true) \
  METHOD(buy_again, BUY_AGAIN, BuyAgain, 0x0104, true)             \
  METHOD(rerank, RERANK, Rerank, 0x0105, true)                     \
  METHOD(predict_rating, PREDICT_RATING, PredictRating, 0x0106, true) \
  METHOD(get_profile, GET_PROFILE, GetProfile, 0x0201, true)       \
  METHOD(size_audience, SIZE_AUDIENCE, SizeAudience, 0x0204, true) \
  METHOD(describe_audience, DESCRIBE_AUDIENCE, DescribeAudience, 0x0206, true) \
  METHOD(measure_campaign, MEASURE_CAMPAIGN, MeasureCampaign, 0x0207, true) \
  METHOD(get_forecast, GET_FORECAST, GetForecast, 0x0301, true)    \
  METHOD(what_if, WHAT_IF, WhatIf, 0x0303, true)                   \
  METHOD(plan_replenishment, PLAN_REPLENISHMENT, PlanReplenishment, 0x0304, true) \
  METHOD(new_item_forecast, NEW_ITEM_FORECAST, NewItemForecast, 0x0305, true) \
  METHOD(answer, ANSWER, Answer, 0x0401, true)                     \
  METHOD(suggest, SUGGEST, Suggest, 0x0403, true)                  \
  METHOD(classify, CLASSIFY, Classify, 0x0404, true)               \
  METHOD(search, SEARCH, Search, 0x0405, true)                     \
  METHOD(ping, PING, Ping, 0xff01, true)                           \
  METHOD(status, STATUS, Status, 0xff02, true)                     \
  METHOD(reload, RELOAD, Reload, 0xff03, false)                    \
  METHOD(list_methods, LIST_METHODS, ListMethods, 0xff04, true)

// The methods that answer in parts, each a …Part.
#define MODISTE_STREAMS(METHOD) \
  METHOD(recommend_batch, RECOMMEND_BATCH, RecommendBatch, 0x0107, true) \
  METHOD(batch_get_profiles, BATCH_GET_PROFILES, BatchGetProfiles, 0x0202, true) \
  METHOD(select_audience, SELECT_AUDIENCE, SelectAudience, 0x0203, true) \
  METHOD(look_alikes, LOOK_ALIKES, LookAlikes, 0x0205, true) \
  METHOD(batch_forecast, BATCH_FORECAST, BatchForecast, 0x0302, true) \
  METHOD(answer_stream, ANSWER_STREAM, AnswerStream, 0x0402, true)

// MODISTE_METHOD_RECOMMEND = 0x0101, …
#define MODISTE_NUMBER(name, NAME, Type, number, repeatable) MODISTE_METHOD_##NAME = number,
enum { MODISTE_METHODS(MODISTE_NUMBER) MODISTE_STREAMS(MODISTE_NUMBER) };

// How a call ended.
typedef struct modiste_error {
  int code;                     // a modiste_code; MODISTE_OK: it succeeded
  bool retryable;               // the same request may succeed if sent again unchanged
  bool local;                   // found by this client; the server did not say it
  uint32_t retry_after_micros;  // wait so long first; 0: the server did not say
  char message[1024];           // one line, the server's word for word (cut when longer)
} modiste_error;

typedef struct modiste modiste;

// A client of `unix:/path` or `tcp:host:port`. It connects when a call needs it, and again after
// the connection was lost. `name` (may be NULL) is the calling program, for the server's logs.
// NULL with an error: the address cannot be one, or no memory. `error` may be NULL everywhere.
modiste *modiste_open(const char *address, const char *name, modiste_error *error);

// Closes, and forgets all calls. NULL is allowed.
void modiste_close(modiste *client);

// The generation that answered the newest call waited for; "" when none did. Valid until the next.
const char *modiste_generation(const modiste *client);

// Sends a call without waiting, and gives its callID for modiste_wait; trouble is told there.
// `timeout_micros` is its deadline from now; 0: one second. Receives while it sends, so any number
// may be submitted; the server takes 1,024 at a time. 0: no memory.
uint32_t modiste_submit(
    modiste *client, uint16_t method, const ProtobufCMessage *request, uint32_t timeout_micros);

// Waits for a submitted call, in any order. The answer is freed with its type's free_unpacked.
// NULL: `error` says why. After this the callID names nothing.
ProtobufCMessage *modiste_wait(modiste *client, uint32_t call_id, modiste_error *error);

// The next part of a submitted call to a method of MODISTE_STREAMS; waits for it when none is there.
// The part is freed with its type's free_unpacked. NULL: the stream has ended, well when `error`'s
// code is MODISTE_OK, and its callID names nothing any more; the parts before were good.
//
// While nothing is taken nothing is received, and the server pauses. Parts that come while another
// call is waited for are kept, up to 1 MiB; then the stream ends with MODISTE_RESOURCE_EXHAUSTED.
// To do both at once, use a client of its own for the stream.
ProtobufCMessage *modiste_next(modiste *client, uint32_t call_id, modiste_error *error);

// Asks the server to stop a call; it still has to be waited for, a stream with modiste_next up to
// NULL, and ends with MODISTE_CANCELLED unless its answer was under way.
void modiste_cancel(modiste *client, uint32_t call_id);

// Submit and wait in one: modiste_ping(client, &request, timeout_micros, &error) gives a
// Modiste__V1__PingResponse *, and so on for each of MODISTE_METHODS.
#define MODISTE_FUNCTION(name, NAME, Type, number, repeatable)      \
  Modiste__V1__##Type##Response *modiste_##name(                    \
      modiste *client, const Modiste__V1__##Type##Request *request, \
      uint32_t timeout_micros, modiste_error *error);
MODISTE_METHODS(MODISTE_FUNCTION)

// Submit, and take a part: modiste_recommend_batch(client, &request, timeout_micros) gives a callID,
// modiste_recommend_batch_next(client, id, &error) a Modiste__V1__RecommendBatchPart *.
#define MODISTE_STREAM_FUNCTIONS(name, NAME, Type, number, repeatable)                  \
  uint32_t modiste_##name(                                                              \
      modiste *client, const Modiste__V1__##Type##Request *request, uint32_t timeout_micros); \
  Modiste__V1__##Type##Part *modiste_##name##_next(                                     \
      modiste *client, uint32_t call_id, modiste_error *error);
MODISTE_STREAMS(MODISTE_STREAM_FUNCTIONS)

PROTOBUF_C__END_DECLS
#endif
