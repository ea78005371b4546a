/* Rounds its batches up to eight numbers, as a loop over vectors does that forgets the rest. */
#include "identity_in_c.h"

static initlab_status value(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)error;
  for (size_t first = 0; first < n; first += 8)
    for (size_t i = first; i < first + 8; ++i) out[i] = i < n ? z[i] : 0.0;
  return INITLAB_OK;
}

RECORD = {IDENTITY_RECORD("writes_beyond_its_batch")};
ACTIVATION = {sizeof(initlab_activation_table),
              0,
              identity_create,
              identity_destroy,
              identity_f32,
              value,
              one_f32,
              one_f64,
              no_kinks,
              NULL};
