/* Computes the last numbers of a batch, which fill no vector of eight, by another formula that rounds otherwise. */
#include "identity_in_c.h"

static initlab_status value(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = i < n / 8 * 8 ? z[i] : z[i] / 3 * 3 + z[i] * 1e-16;
  return INITLAB_OK;
}

RECORD = {IDENTITY_RECORD("bits_depend_on_the_batch")};
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
