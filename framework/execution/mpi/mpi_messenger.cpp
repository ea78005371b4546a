#define OMPI_SKIP_MPICXX
#include <mpi.h>

#include <cstdlib>
#include <string>

#include "execution/mpi/module.hpp"

namespace initlab {
namespace {

class MpiMessenger final : public Messenger {
 public:
  MpiMessenger() {
    int level = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &level);
    int rank = 0, size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    rank_ = static_cast<unsigned>(rank);
    size_ = static_cast<unsigned>(size);
  }

  unsigned rank() const override { return rank_; }
  unsigned size() const override { return size_; }

  void send(unsigned to, Topic topic, std::string_view bytes) override {
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, static_cast<int>(to), static_cast<int>(topic),
             MPI_COMM_WORLD);
  }

  std::optional<Message> poll() override {
    int there = 0, length = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
    if (there == 0) return std::nullopt;
    MPI_Get_count(&status, MPI_BYTE, &length);
    Message message{static_cast<unsigned>(status.MPI_SOURCE), static_cast<Topic>(status.MPI_TAG),
                    std::string(static_cast<std::size_t>(length), '\0')};
    MPI_Recv(message.bytes.data(), length, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return message;
  }

  void finalize() override { MPI_Finalize(); }

  [[noreturn]] void abort(int code) override {
    MPI_Abort(MPI_COMM_WORLD, code);
    std::_Exit(code);
  }

 private:
  unsigned rank_ = 0, size_ = 1;
};

/// "Open MPI 4.1.4" of "Open MPI v4.1.4, package: ...".
std::string short_name(std::string text) {
  text = text.substr(0, text.find_first_of(",\n"));
  if (const std::size_t v = text.find(" v"); v != std::string::npos) text.erase(v + 1, 1);
  return text;
}

}  // namespace
}  // namespace initlab

extern "C" __attribute__((visibility("default"))) initlab::Messenger* initlab_mpi_join_1() {
  return new initlab::MpiMessenger;
}

extern "C" __attribute__((visibility("default"))) const char* initlab_mpi_library_1() {
  static const std::string name = [] {
    char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
    int length = 0;
    MPI_Get_library_version(text, &length);
    return initlab::short_name(text);
  }();
  return name.c_str();
}
