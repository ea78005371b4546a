/* Calls a function that nobody defines. */
#include "identity_in_c.h"

double function_of_another_library(double z);

static initlab_status value(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = function_of_another_library(z[i]);
  return INITLAB_OK;
}

RECORD = {IDENTITY_RECORD("undefined_symbol")};
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
