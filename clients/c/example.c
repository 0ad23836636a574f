// Asks a server for recommendations, then for the neighbours of each at once.
//
//     ./example unix:/run/modiste.sock u42
#include <stdio.h>
#include <stdlib.h>

#include "modiste.h"

static void print_trouble(const char *what, const modiste_error *error) {
  fprintf(stderr, "%s: %s (status %d)%s\n", what, error->message, error->code,
      error->retryable ? "; it may be tried again" : "");
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: example ADDRESS USER\n");
    return 2;
  }
  modiste_error error;
  modiste *shop = modiste_open(arguments[1], "example", &error);
  if (!shop) {
    print_trouble("open", &error);
    return 1;
  }

  Modiste__V1__RecommendRequest request = MODISTE__V1__RECOMMEND_REQUEST__INIT;
  request.user_id = arguments[2];
  request.limit = 5;
  Modiste__V1__RecommendResponse *answer = modiste_recommend(shop, &request, 50000, &error);
  if (!answer) {
    print_trouble("recommend", &error);
    modiste_close(shop);
    return 1;
  }

  // All are sent before the first is waited for, so they cost one round trip together.
  uint32_t *calls = calloc(answer->n_items + 1, sizeof *calls);
  for (size_t i = 0; calls && i < answer->n_items; i++) {
    Modiste__V1__SimilarItemsRequest similar = MODISTE__V1__SIMILAR_ITEMS_REQUEST__INIT;
    similar.item_id = answer->items[i]->item_id;
    similar.limit = 3;
    calls[i] = modiste_submit(shop, MODISTE_METHOD_SIMILAR_ITEMS, &similar.base, 50000);
  }
  for (size_t i = 0; calls && i < answer->n_items; i++) {
    printf("%-24s %.3f  like", answer->items[i]->item_id, answer->items[i]->score);
    Modiste__V1__SimilarItemsResponse *similar =
        (Modiste__V1__SimilarItemsResponse *)modiste_wait(shop, calls[i], &error);
    for (size_t j = 0; similar && j < similar->n_items; j++)
      printf(" %s", similar->items[j]->item_id);
    if (!similar) printf(" – %s", error.message);
    printf("\n");
    modiste__v1__similar_items_response__free_unpacked(similar, NULL);
  }
  printf("answered by generation %s\n", modiste_generation(shop));
  free(calls);
  modiste__v1__recommend_response__free_unpacked(answer, NULL);
  modiste_close(shop);
  return 0;
}
