#pragma once

namespace initlab {

/// Bytes that this process may still use without making the machine swap: what the kernel calls available, and no more
/// than its control groups allow. Infinite where neither says anything.
double available_memory();

}  // namespace initlab
