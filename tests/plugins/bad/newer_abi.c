/* Built against version 2 of the ABI: its symbols carry the new number. */
#include <initlab/abi.h>

INITLAB_EXPORT __attribute__((section(INITLAB_RECORD_SECTION))) const initlab_record initlab_record_v2 = {
    .magic = INITLAB_MAGIC, .struct_size = 64, .abi_major = 2, .kind = INITLAB_KIND_ACTIVATION};
