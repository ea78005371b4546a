/* The identity against the bare C ABI: what the bad plugins written in C have in common. */
#include <initlab/abi.h>
#include <string.h>

#define RECORD INITLAB_EXPORT __attribute__((section(INITLAB_RECORD_SECTION))) const initlab_record initlab_record_v1
#define IDENTITY_RECORD(name)                                                                                     \
  .magic = INITLAB_MAGIC, .struct_size = sizeof(initlab_record), .abi_major = 1, .kind = INITLAB_KIND_ACTIVATION, \
  .id = name, .version = "1.0", .compiler = "C", .summary = "The identity.", .formula = "phi(z) = z",             \
  .reference = "for tests"

#define ACTIVATION INITLAB_EXPORT const initlab_activation_table initlab_activation_v1

static inline initlab_status identity_create(const initlab_value* values, uint32_t count, void** self,
                                             initlab_error* error) {
  (void)values, (void)count, (void)error;
  *self = NULL;
  return INITLAB_OK;
}
static inline void identity_destroy(void* self) { (void)self; }

static inline initlab_status identity_f32(const void* self, const float* z, float* out, size_t n,
                                          initlab_error* error) {
  (void)self, (void)error;
  memmove(out, z, n * sizeof *z);
  return INITLAB_OK;
}
static inline initlab_status identity_f64(const void* self, const double* z, double* out, size_t n,
                                          initlab_error* error) {
  (void)self, (void)error;
  memmove(out, z, n * sizeof *z);
  return INITLAB_OK;
}
static inline initlab_status one_f32(const void* self, const float* z, float* out, size_t n, initlab_error* error) {
  (void)self, (void)z, (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = 1.0f;
  return INITLAB_OK;
}
static inline initlab_status one_f64(const void* self, const double* z, double* out, size_t n, initlab_error* error) {
  (void)self, (void)z, (void)error;
  for (size_t i = 0; i < n; ++i) out[i] = 1.0;
  return INITLAB_OK;
}
static inline initlab_status no_kinks(const void* self, double* out, uint32_t capacity, uint32_t* count,
                                      initlab_error* error) {
  (void)self, (void)out, (void)capacity, (void)error;
  *count = 0;
  return INITLAB_OK;
}
