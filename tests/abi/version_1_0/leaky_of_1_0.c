/* An activation in plain C as it was written for ABI 1.0. Not to be changed: what is tested is that it need not be. */
#include INITLAB_ABI_HEADER
#include <stdlib.h>
#include <string.h>

typedef struct leaky {
  double slope;
} leaky;

static initlab_status create(const initlab_value* values, uint32_t count, void** self, initlab_error* error) {
  leaky* made = count == 1 ? malloc(sizeof *made) : NULL;
  if (!made) {
    strcpy(error->message, "out of memory, or not one parameter");
    return INITLAB_FAILED;
  }
  made->slope = values[0].number;
  *self = made;
  return INITLAB_OK;
}

static void destroy(void* self) { free(self); }

static initlab_status value_f32(const void* self, const float* z, float* out, size_t n, initlab_error* error) {
  const float slope = (float)((const leaky*)self)->slope;
  (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = z[i] > 0 ? z[i] : slope * z[i];
  return INITLAB_OK;
}

static initlab_status value_f64(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  const double slope = ((const leaky*)self)->slope;
  (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = z[i] > 0 ? z[i] : slope * z[i];
  return INITLAB_OK;
}

static initlab_status derivative_f32(const void* self, const float* z, float* out, size_t n, initlab_error* error) {
  const float slope = (float)((const leaky*)self)->slope;
  (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = z[i] > 0 ? 1 : slope;
  return INITLAB_OK;
}

static initlab_status derivative_f64(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  const double slope = ((const leaky*)self)->slope;
  (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = z[i] > 0 ? 1 : slope;
  return INITLAB_OK;
}

static initlab_status kinks(const void* self, double* out, uint32_t capacity, uint32_t* count, initlab_error* error) {
  (void)self, (void)error;
  if (capacity > 0) out[0] = 0.0;
  *count = 1;
  return INITLAB_OK;
}

static initlab_status second_moment(const void* self, double q, double* out, initlab_error* error) {
  const double slope = ((const leaky*)self)->slope;
  (void)error;
  *out = 0.5 * (1 + slope * slope) * q;
  return INITLAB_OK;
}

static initlab_status derivative_second_moment(const void* self, double q, double* out, initlab_error* error) {
  (void)self, (void)q, (void)out, (void)error;
  return INITLAB_NOT_OFFERED;
}

static const initlab_closed_form_v1 closed_form = {sizeof(initlab_closed_form_v1), 0, NULL, second_moment,
                                                   derivative_second_moment};

static const void* extension(const char* id) { return strcmp(id, INITLAB_CLOSED_FORM_V1) == 0 ? &closed_form : NULL; }

INITLAB_EXPORT __attribute__((section(INITLAB_RECORD_SECTION)))
const initlab_record initlab_record_v1 = {.magic = INITLAB_MAGIC,
                                          .struct_size = sizeof(initlab_record),
                                          .abi_major = INITLAB_ABI_MAJOR,
                                          .abi_minor = INITLAB_ABI_MINOR,
                                          .kind = INITLAB_KIND_ACTIVATION,
                                          .build_flags = INITLAB_BUILD_OPTIMIZED,
                                          .parameter_count = 1,
                                          .id = "leaky_of_1_0",
                                          .version = "1.0",
                                          .compiler = "C11",
                                          .summary = "z above zero, slope*z below.",
                                          .formula = "phi(z) = max(z, slope z)",
                                          .reference = "Maas, Hannun & Ng 2013",
                                          .parameters = {{.name = "slope",
                                                          .meaning = "gradient for negative inputs",
                                                          .type = INITLAB_REAL,
                                                          .default_value = 0.01,
                                                          .minimum = 0.0,
                                                          .maximum = 1.0}}};

INITLAB_EXPORT const initlab_activation_table initlab_activation_v1 = {sizeof(initlab_activation_table),
                                                                       0,
                                                                       create,
                                                                       destroy,
                                                                       value_f32,
                                                                       value_f64,
                                                                       derivative_f32,
                                                                       derivative_f64,
                                                                       kinks,
                                                                       extension};
