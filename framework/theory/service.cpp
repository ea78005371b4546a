#include "theory/service.hpp"

#include <algorithm>
#include <cstring>
#include <exception>

namespace initlab {
namespace {

template <Moment moment>
initlab_status answer(const void* self, double q, double* out, initlab_error* error) noexcept {
  try {
    *out = static_cast<const Moments*>(self)->moment(moment, q);
    return INITLAB_OK;
  } catch (const std::exception& e) {
    const std::size_t length = std::min(std::strlen(e.what()), sizeof error->message - 1);
    std::memcpy(error->message, e.what(), length);
    error->message[length] = '\0';
    return INITLAB_FAILED;
  }
}

}  // namespace

TheoryService::TheoryService(const Activation& activation) : moments_(activation) {
  table_.struct_size = sizeof table_;
  table_.self = &moments_;
  table_.mean = &answer<Moment::mean>;
  table_.second_moment = &answer<Moment::second_moment>;
  table_.derivative_second_moment = &answer<Moment::derivative_second_moment>;
}

}  // namespace initlab
