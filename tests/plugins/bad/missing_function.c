/* Has no derivative in double precision. */
#include "identity_in_c.h"

RECORD = {IDENTITY_RECORD("missing_function")};
ACTIVATION = {sizeof(initlab_activation_table),
              0,
              identity_create,
              identity_destroy,
              identity_f32,
              identity_f64,
              one_f32,
              NULL,
              no_kinks,
              NULL};
