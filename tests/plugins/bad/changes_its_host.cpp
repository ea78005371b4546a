// Changes what it is told to of its host when it is made.
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <initlab/activation.hpp>
#include <thread>

struct ChangesItsHost {
  enum class What {
    nothing,
    locale,
    signal_mask,
    signal_handler,
    working_directory,
    umask,
    environment,
    file,
    thread,
    output,
    rounding
  };
  What what = What::nothing;
  static inline std::atomic<bool> has_thread = false;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &ChangesItsHost::what, "what",
      "nothing|locale|signal_mask|signal_handler|working_directory|umask|environment|file|thread|output|rounding",
      "what it changes"));

  void prepare() const {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    switch (what) {
      case What::nothing:
        break;
      case What::locale:
        std::setlocale(LC_ALL, "C.UTF-8");
        break;
      case What::signal_mask:
        pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
        break;
      case What::signal_handler:
        std::signal(SIGINT, SIG_IGN);
        break;
      case What::working_directory:
        static_cast<void>(!chdir("/"));
        break;
      case What::umask:
        ::umask(0);
        break;
      case What::environment:
        setenv("OMP_NUM_THREADS", "1", 1);
        break;
      case What::file:
        open("/dev/null", O_RDONLY);
        break;
      case What::thread:
        if (!has_thread.exchange(true)) std::thread([] { pause(); }).detach();
        break;
      case What::output:
        std::puts("made");
        break;
      case What::rounding:
        std::fesetround(FE_UPWARD);
        break;
    }
  }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(ChangesItsHost, "changes_its_host", "1.0", "The identity; changes its host.", "phi(z) = z",
                   "for tests");
