/* The record says activation, the table is an initializer's. */
#include "identity_in_c.h"

static initlab_status weights(const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error) {
  (void)self, (void)layer, (void)error;
  law->family = INITLAB_CONSTANT;
  law->scale = 0;
  return INITLAB_OK;
}

RECORD = {IDENTITY_RECORD("wrong_kind")};
INITLAB_EXPORT const initlab_initializer_table initlab_initializer_v1 = {
    sizeof(initlab_initializer_table), 0, identity_create, identity_destroy, weights, NULL, NULL, NULL, NULL};
