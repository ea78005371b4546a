/* The boundary between initlab and its plugins: the only header that both sides must agree on.
 *
 * Plain C on purpose. No C++ type, no exception and no allocation crosses it, so a plugin works whatever compiler,
 * standard library, string ABI or debug mode it was built with. C++ authors include <initlab/activation.hpp> or
 * <initlab/initializer.hpp>, which fill these structs in; C authors can do it by hand.
 *
 * Rules of version 1, kept for its whole life:
 *  - The major version is part of the exported symbols' names. Within it, structs only grow at their end, and every
 *    struct begins with its size: a reader touches only fields that the size covers.
 *  - Functions take whole batches, return a status, and write the caller's error text when it is not INITLAB_OK.
 *  - `self` is const after create; every function may be called from many threads at once with the same `self`.
 *  - Memory belongs to whoever allocated it. The host owns all arrays; the plugin owns what `self` points to.
 *  - A plugin does no input or output, starts no threads, keeps no mutable statics, leaves the floating-point
 *    environment and the locale alone, and draws random numbers only from the stream that the host hands it.
 */
#ifndef INITLAB_ABI_H
#define INITLAB_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INITLAB_ABI_MAJOR 1
#define INITLAB_ABI_MINOR 1 /* grows when a field is appended; 1: closed forms for two inputs, families 5 to 7 */

#define INITLAB_MAGIC 0x42414C54494E4931ULL /* "1INITLAB", read as a little-endian number */
#define INITLAB_MAX_PARAMETERS 16

/* The exported symbols of version 1, and the ELF section that holds the record. */
#define INITLAB_RECORD_SYMBOL "initlab_record_v1"
#define INITLAB_ACTIVATION_SYMBOL "initlab_activation_v1"
#define INITLAB_INITIALIZER_SYMBOL "initlab_initializer_v1"
#define INITLAB_RECORD_SECTION "initlab_record"

#define INITLAB_EXPORT __attribute__((visibility("default"), used))

typedef int32_t initlab_status;
enum {
  INITLAB_OK = 0,
  INITLAB_INVALID = 1,    /* an argument or a combination of parameters makes no sense; the text says which */
  INITLAB_FAILED = 2,     /* anything else went wrong; the text says what */
  INITLAB_NOT_OFFERED = 3 /* this plugin has no answer to this question (an optional ability); no text */
};

typedef struct initlab_error {
  uint32_t struct_size, reserved;
  char message[504]; /* UTF-8, ends with a zero byte */
} initlab_error;

/* ---- the record: what a plugin is. Constant and pointer-free, so that it is read from the file without loading it. */

enum { INITLAB_KIND_ACTIVATION = 1, INITLAB_KIND_INITIALIZER = 2 };

enum {
  INITLAB_BUILD_FAST_MATH = 1u << 0, /* -ffast-math or a part of it that changes results: refused by the host */
  INITLAB_BUILD_DEBUG = 1u << 1,     /* assertions are on */
  INITLAB_BUILD_OPTIMIZED = 1u << 2, /* -O1 or better */
  INITLAB_BUILD_AVX2 = 1u << 3,      /* uses AVX2 and FMA: batches are fast */
  INITLAB_BUILD_AVX512 = 1u << 4     /* needs AVX-512: refused on a processor without it */
};

enum {
  INITLAB_REAL = 0,
  INITLAB_INTEGER = 1, /* a whole number, passed as a double */
  INITLAB_CHOICE = 2,  /* one of `text`'s names, passed as its position from 0 */
  INITLAB_TEXT = 3     /* passed as text */
};

typedef struct initlab_parameter {
  char name[32];
  char meaning[192];
  char text[128]; /* choice: the names, separated by '|'; text: the default; else empty */
  uint32_t type, reserved;
  double default_value, minimum, maximum; /* a closed interval; unused for text */
} initlab_parameter;

typedef struct initlab_record {
  uint64_t magic;
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;
  uint32_t kind, build_flags, parameter_count, reserved;
  char id[48]; /* equals the file's name without .so */
  char version[16];
  char compiler[64];
  char summary[256];
  char formula[256];
  char reference[256]; /* the paper or the source the formula comes from */
  initlab_parameter parameters[INITLAB_MAX_PARAMETERS];
} initlab_record;

/* A parameter's value, in the order of the record. `text` lives as long as the call. */
typedef struct initlab_value {
  double number;
  const char* text; /* text parameters only, else NULL */
} initlab_value;

/* ---- activations */

typedef struct initlab_activation_table {
  uint32_t struct_size, reserved;
  initlab_status (*create)(const initlab_value* values, uint32_t count, void** self, initlab_error* error);
  void (*destroy)(void* self);
  /* phi and phi' of n numbers. out may be z itself, and overlaps it in no other way. */
  initlab_status (*value_f32)(const void* self, const float* z, float* out, size_t n, initlab_error* error);
  initlab_status (*value_f64)(const void* self, const double* z, double* out, size_t n, initlab_error* error);
  initlab_status (*derivative_f32)(const void* self, const float* z, float* out, size_t n, initlab_error* error);
  initlab_status (*derivative_f64)(const void* self, const double* z, double* out, size_t n, initlab_error* error);
  /* Where phi or phi' is not smooth, ascending: a forgotten kink costs theory its digits, so this is not optional.
   * Writes at most `capacity`, says in `count` how many there are. */
  initlab_status (*kinks)(const void* self, double* out, uint32_t capacity, uint32_t* count, initlab_error* error);
  /* An optional ability by name and revision, or NULL. The answer is a constant of the library. May itself be NULL. */
  const void* (*extension)(const char* id);
} initlab_activation_table;

/* Gaussian moments in closed form, z standard normal, q >= 0. A NULL field or INITLAB_NOT_OFFERED: the host integrates.
 *
 * The last three, which ABI 1.0 did not have, are of two inputs u1, u2 of variance q > 0 each and correlation c. They
 * are given d = 1 - c, 0 <= d <= 2, because near c = 1, where networks work, c has no digits left. For the same reason
 * the deficit is asked for beside the kernel: as a difference of two numbers it would have none either. It must keep
 * its relative accuracy for every d down to 0, where it is about q d E phi'(sqrt(q) z)^2. */
#define INITLAB_CLOSED_FORM_V1 "initlab.activation.closed-form/1"
typedef struct initlab_closed_form_v1 {
  uint32_t struct_size, reserved;
  initlab_status (*mean)(const void* self, double q, double* out, initlab_error* error); /* E phi(sqrt(q) z)    */
  initlab_status (*second_moment)(const void* self, double q, double* out,
                                  initlab_error* error);                              /* E phi(sqrt(q) z)^2  */
  initlab_status (*derivative_second_moment)(const void* self, double q, double* out, /* E phi'(sqrt(q) z)^2 */
                                             initlab_error* error);
  initlab_status (*kernel)(const void* self, double q, double one_minus_c, double* out, /* E phi(u1) phi(u2) */
                           initlab_error* error);
  initlab_status (*derivative_kernel)(const void* self, double q, double one_minus_c, double* out,
                                      initlab_error* error); /* E phi'(u1) phi'(u2) */
  initlab_status (*kernel_deficit)(const void* self, double q, double one_minus_c, double* out,
                                   initlab_error* error); /* E (phi(u1) - phi(u2))^2 / 2 */
} initlab_closed_form_v1;

/* ---- initializers */

enum {
  INITLAB_ROLE_PLAIN = 0,        /* a layer of a plain network */
  INITLAB_ROLE_BRANCH_FIRST = 1, /* first weight matrix of a residual branch */
  INITLAB_ROLE_BRANCH_INNER = 2,
  INITLAB_ROLE_BRANCH_LAST = 3,
  INITLAB_ROLE_SKIP = 4, /* projection on a skip connection between different widths */
  INITLAB_ROLE_READOUT = 5
};

enum { INITLAB_RESIDUAL_REDUCED = 0, INITLAB_RESIDUAL_FULL = 1 };

/* A residual network whose weight scale sigma_w, the same in every block, is asked for. Variances are per fan-in. */
typedef struct initlab_residual_problem {
  uint32_t struct_size;
  uint32_t kind;
  uint32_t blocks, reserved;
  double bias_variance;         /* sigma_b^2 */
  double outer_weight_variance; /* sigma_v^2, of a full block's second matrix */
  double outer_bias_variance;   /* sigma_a^2 */
  double input_mean_square;     /* p_0 */
} initlab_residual_problem;

/* The host's answers about the network's own activation: what a solving initializer needs. Valid during the call. The
 * last three solve recursions; the host remembers what it was asked, so a plugin may ask again for every layer. */
typedef struct initlab_theory {
  uint32_t struct_size, reserved;
  const void* self;
  initlab_status (*mean)(const void* self, double q, double* out, initlab_error* error);
  initlab_status (*second_moment)(const void* self, double q, double* out, initlab_error* error);
  initlab_status (*derivative_second_moment)(const void* self, double q, double* out, initlab_error* error);
  /* sigma_w of the stable edge-of-chaos point for sigma_b, with its fixed point q. INITLAB_FAILED if there is none. */
  initlab_status (*edge_of_chaos)(const void* self, double sigma_b, double* sigma_w, double* q, initlab_error* error);
  /* sigma_w for which log(chi_0 / chi_L), the growth of mean squared gradients over all blocks, is log_ratio. */
  initlab_status (*gradient_budget)(const void* self, const initlab_residual_problem* problem, double log_ratio,
                                    double* sigma_w, initlab_error* error);
  /* The largest sigma_w for which E[x_L^2] stays below exp(log_bound). */
  initlab_status (*largest_signal)(const void* self, const initlab_residual_problem* problem, double log_bound,
                                   double* sigma_w, initlab_error* error);
} initlab_theory;

/* The place of one weight matrix (fan_out x fan_in). */
typedef struct initlab_layer {
  uint32_t struct_size;
  uint32_t role;
  uint32_t index; /* 1..depth: the layer of a plain network, the block of a residual one */
  uint32_t depth; /* number of layers of a plain network, of blocks of a residual one */
  uint32_t fan_in, fan_out;
  uint32_t blocks;          /* residual blocks; 0 in a plain network */
  uint32_t branch_layers;   /* weight matrices in a branch; 0 in a plain network */
  uint32_t branch_position; /* 1..branch_layers inside a branch, else 0 */
  uint32_t reserved;
  const initlab_theory* theory;
} initlab_layer;

enum {
  INITLAB_CONSTANT = 0,   /* every entry equals scale */
  INITLAB_GAUSSIAN = 1,   /* independent, mean 0, standard deviation scale */
  INITLAB_UNIFORM = 2,    /* independent, uniform in (-scale, scale) */
  INITLAB_ORTHOGONAL = 3, /* scale times a Haar-distributed matrix with orthonormal rows or columns, whichever fit */
  INITLAB_FILLED = 4,     /* drawn by the plugin's own fill; scale is the entries' standard deviation, if it is known */
  INITLAB_TRUNCATED_NORMAL = 5, /* independent, normal but cut at two standard deviations of the uncut law; the entries'
                                   own standard deviation, which the cut makes smaller, is exactly scale */
  INITLAB_RADEMACHER = 6,       /* independent, -scale or scale with probability 1/2 each */
  INITLAB_STUDENT_T = 7         /* independent, scale times a Student t with `shape` >= 1/2 degrees of freedom; their
                                   standard deviation is scale sqrt(shape / (shape - 2)), if shape > 2 */
};

enum {
  INITLAB_AS_DRAWN = 0,
  INITLAB_UNIT_VARIANCE = 1 /* then scaled so that its outputs have variance 1 over the inputs at hand (LSUV) */
};

/* What a weight matrix or a bias vector is drawn from. The host draws; theory reads the same numbers. The host calls
 * with multiplier 1 and INITLAB_AS_DRAWN filled in. */
typedef struct initlab_law {
  uint32_t struct_size;
  uint32_t family;
  double scale;
  double shape; /* degrees of freedom of INITLAB_STUDENT_T; unused by the other families */
  double
      multiplier; /* the network uses multiplier * W, and W is what is trained: 1 but for NTK-like parameterisations */
  uint32_t adjustment, reserved;
} initlab_law;

/* What scales the parts of a residual block: x_l = skip * x_{l-1} + branch * B(branch_input * x_{l-1}). */
typedef struct initlab_multipliers {
  uint32_t struct_size, reserved;
  double skip, branch, branch_input; /* 1 as the host calls */
} initlab_multipliers;

/* Random numbers from the host: independent, reproducible, used by one thread at a time. */
typedef struct initlab_stream {
  uint32_t struct_size, reserved;
  void* self;
  void (*uniforms)(void* self, double* out, size_t n); /* in the open interval (0, 1) */
  void (*normals)(void* self, double* out, size_t n);  /* standard normal */
} initlab_stream;

typedef struct initlab_initializer_table {
  uint32_t struct_size, reserved;
  initlab_status (*create)(const initlab_value* values, uint32_t count, void** self, initlab_error* error);
  void (*destroy)(void* self);
  initlab_status (*weights)(const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error);
  /* The bias of the same layer. NULL: no bias (zero). Gaussian, uniform or constant, with multiplier 1 and as drawn:
   * the host refuses anything else. */
  initlab_status (*biases)(const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error);
  /* Of the residual block that `layer`, the first of its branch, belongs to. NULL: all are 1. */
  initlab_status (*multipliers)(const void* self, const initlab_layer* layer, initlab_multipliers* out,
                                initlab_error* error);
  /* Draws the whole matrix, row by row (fan_out x fan_in), when `weights` said INITLAB_FILLED. NULL if it never does.
   */
  initlab_status (*fill)(const void* self, const initlab_layer* layer, const initlab_stream* stream, double* out,
                         initlab_error* error);
  const void* (*extension)(const char* id);
} initlab_initializer_table;

#ifdef __cplusplus
}
#endif
#endif /* INITLAB_ABI_H */
