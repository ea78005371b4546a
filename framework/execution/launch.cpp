#include "execution/launch.hpp"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "core/error.hpp"
#include "execution/mpi/module.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

bool answers(const std::string& host, const std::string& port) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return false;
  const int connection = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = connection >= 0 && connect(connection, found->ai_addr, found->ai_addrlen) == 0;
  if (connection >= 0) close(connection);
  freeaddrinfo(found);
  return connected;
}

/// "1548222464.0;tcp4://127.0.0.1:53079": where the launcher's server on this machine listens.
bool server_answers(std::string_view uri) {
  const std::size_t scheme = uri.find("://"), colon = uri.rfind(':');
  if (scheme == std::string_view::npos || colon <= scheme) return false;
  std::string_view host = uri.substr(scheme + 3, colon - scheme - 3);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view port = uri.substr(colon + 1);
  return answers(std::string(host), std::string(port.substr(0, port.find(';'))));
}

/// The program's neighbour, as plugins are: bin/initlab, lib/initlab/mpi.so.
fs::path module_path() {
  std::error_code ignored;
  return (fs::read_symlink("/proc/self/exe", ignored).parent_path() / "../lib/initlab/mpi.so").lexically_normal();
}

struct Module {
  decltype(&initlab_mpi_join_1) join = nullptr;
  decltype(&initlab_mpi_library_1) library = nullptr;
  std::string trouble;  ///< why it cannot be used; else empty
};

Module open_module() {
  const fs::path path = module_path();
  std::error_code ignored;
  Module module;
  if (!fs::exists(path, ignored)) {
    module.trouble = "not built in";
    return module;
  }
  // Global: Open MPI's own components look for its symbols among those of the program. Never closed.
  void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (handle != nullptr) {
    module.join = reinterpret_cast<decltype(module.join)>(dlsym(handle, "initlab_mpi_join_1"));
    module.library = reinterpret_cast<decltype(module.library)>(dlsym(handle, "initlab_mpi_library_1"));
  }
  if (module.join == nullptr || module.library == nullptr) {
    const char* const reason = dlerror();
    module.trouble = std::string("cannot be used (") + (reason ? reason : "no reason given") + ")";
  }
  return module;
}

bool is_switched_off() {
  const char* const choice = std::getenv("INITLAB_MPI");
  return choice != nullptr && std::string_view(choice) == "off";
}

/// Open MPI and Slurm say how many processes they have started.
bool is_alone() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"})
    if (const char* const size = std::getenv(variable)) return std::string_view(size) == "1";
  return false;
}

}  // namespace

bool is_launched() {
  if (std::getenv("PMIX_RANK") == nullptr || is_alone() || is_switched_off()) return false;
  // One variable for each version of the protocol that the launcher speaks; all name one server.
  for (const char* variable :
       {"PMIX_SERVER_URI41", "PMIX_SERVER_URI4", "PMIX_SERVER_URI3", "PMIX_SERVER_URI21", "PMIX_SERVER_URI2"})
    if (const char* const uri = std::getenv(variable)) return server_answers(uri);
  return false;
}

std::unique_ptr<Messenger> join_launch() {
  const Module module = open_module();
  if (module.trouble.empty()) return std::unique_ptr<Messenger>(module.join());
  const char* const rank = std::getenv("PMIX_RANK");
  if (rank != nullptr && std::string_view(rank) != "0") throw UsageError("");
  throw UsageError(
      "several processes were started together, but MPI is " + module.trouble +
      ". Install libopenmpi3, or an initlab that was built with MPI; or let each process run by itself with "
      "INITLAB_MPI=off in the environment.");
}

std::string mpi_description() {
  const Module module = open_module();
  return module.trouble.empty() ? module.library() : module.trouble;
}

}  // namespace initlab
