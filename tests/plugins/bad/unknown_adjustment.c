/* Asks for an adjustment of a later version. Its multipliers say that all is well and write nothing. */
#include "identity_in_c.h"

static initlab_status weights(const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error) {
  (void)self, (void)layer, (void)error;
  law->family = INITLAB_GAUSSIAN;
  law->scale = 1;
  law->adjustment = 2;
  return INITLAB_OK;
}

static initlab_status multipliers(const void* self, const initlab_layer* layer, initlab_multipliers* out,
                                  initlab_error* error) {
  (void)self, (void)layer, (void)out, (void)error;
  return INITLAB_OK;
}

RECORD = {.magic = INITLAB_MAGIC,
          .struct_size = sizeof(initlab_record),
          .abi_major = 1,
          .kind = INITLAB_KIND_INITIALIZER,
          .id = "unknown_adjustment",
          .version = "1.0",
          .compiler = "C",
          .summary = "A law with an adjustment that nobody knows."};
INITLAB_EXPORT const initlab_initializer_table initlab_initializer_v1 = {
    sizeof(initlab_initializer_table), 0, identity_create, identity_destroy, weights, weights, multipliers, NULL, NULL};
