/* Fails with an error text that fills the buffer and has no end. */
#include "identity_in_c.h"

static initlab_status value(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)z, (void)out, (void)n;
  memset(error->message, 'x', sizeof error->message);
  return INITLAB_FAILED;
}
static initlab_status silent(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)z, (void)out, (void)n, (void)error;
  return 17;
}

RECORD = {IDENTITY_RECORD("endless_text")};
ACTIVATION = {sizeof(initlab_activation_table),
              0,
              identity_create,
              identity_destroy,
              identity_f32,
              value,
              one_f32,
              silent,
              no_kinks,
              NULL};
