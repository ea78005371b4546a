/* Its table of closed forms is that of ABI 1.0, which ends before the kernels: what lies behind is no answer. */
#include <stddef.h>

#include "identity_in_c.h"

static initlab_status second_moment(const void* self, double q, double* out, initlab_error* error) {
  (void)self, (void)error;
  *out = q;
  return INITLAB_OK;
}
static initlab_status something_else(const void* self, double q, double one_minus_c, double* out,
                                     initlab_error* error) {
  (void)self, (void)q, (void)one_minus_c, (void)error;
  *out = 42;
  return INITLAB_OK;
}

static const initlab_closed_form_v1 closed_form = {
    .struct_size = offsetof(initlab_closed_form_v1, kernel), .second_moment = second_moment, .kernel = something_else};

static const void* extension(const char* id) { return strcmp(id, INITLAB_CLOSED_FORM_V1) == 0 ? &closed_form : NULL; }

RECORD = {IDENTITY_RECORD("older_closed_form")};
ACTIVATION = {sizeof(initlab_activation_table),
              0,
              identity_create,
              identity_destroy,
              identity_f32,
              identity_f64,
              one_f32,
              one_f64,
              no_kinks,
              extension};
