#include "document/published_gains.hpp"

#include <array>

namespace initlab {
namespace {

using Of = PublishedGain::Of;

struct Entry {
  std::string_view activation;
  double value;
};

constexpr std::string_view nfnet =
    "NFNet (Brock, De, Smith & Simonyan 2021, arXiv:2102.06171), the table nonlinearities of its code; _nonlin_gamma "
    "of "
    "timm";
// As printed there, all digits: one sample of normal numbers in single precision.
constexpr std::array nfnet_gains{
    Entry{"identity", 1.0},
    Entry{"celu", 1.270926833152771},
    Entry{"elu", 1.2716004848480225},
    Entry{"gelu", 1.7015043497085571},
    Entry{"leaky_relu", 1.70590341091156},
    Entry{"log_sigmoid", 1.9193484783172607},
    Entry{"relu", 1.7139588594436646},
    Entry{"relu6", 1.7131484746932983},
    Entry{"selu", 1.0008515119552612},
    Entry{"sigmoid", 4.803835391998291},
    Entry{"silu", 1.7881293296813965},
    Entry{"softsign", 2.338853120803833},
    Entry{"softplus", 1.9203323125839233},
    Entry{"tanh", 1.5939117670059204},
};

constexpr std::string_view torch = "torch.nn.init.calculate_gain";
// sqrt(2), sqrt(2 / (1 + 0.01^2)), 5/3 and 3/4; its documentation calls them recommended.
constexpr std::array torch_gains{
    Entry{"identity", 1.0},
    Entry{"sigmoid", 1.0},
    Entry{"tanh", 5.0 / 3.0},
    Entry{"relu", 1.4142135623730951},
    Entry{"leaky_relu", 1.4141428569978354},
    Entry{"selu", 0.75},
};

}  // namespace

std::vector<PublishedGain> published_gains(std::string_view activation) {
  std::vector<PublishedGain> found;
  for (const Entry& entry : nfnet_gains)
    if (entry.activation == activation) found.push_back({nfnet, Of::spread, entry.value});
  for (const Entry& entry : torch_gains)
    if (entry.activation == activation) found.push_back({torch, Of::mean_square, entry.value});
  return found;
}

}  // namespace initlab
