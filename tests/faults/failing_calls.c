/* Preloaded into a program, makes one of its calls on files of a folder fail, or kills the process before or after it:
 *
 *   FAULT_FOLDER=/tmp/x   calls on files of this folder are counted, and reading is not
 *   FAULT_CALL=7          the seventh of them, and with FAULT_FROM=1 all that follow
 *   FAULT_WITH=28         fails with this errno (ENOSPC); "before" and "after" kill the process
 *   FAULT_LOG=/tmp/log    gets a line a call: "7 fsync .initlab-4711-0.tmp"
 *
 * Not counted is what cuts a file, which works on a full disk; removing one is counted with FAULT_REMOVING=1.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

static void end_here(void) { syscall(SYS_kill, getpid(), SIGKILL); }

static void note(int number, const char* call, const char* path) {
  const char* log = getenv("FAULT_LOG");
  if (!log) return;
  char line[PATH_MAX + 64];
  const char* name = strrchr(path, '/');
  const int length = snprintf(line, sizeof line, "%d %s %s\n", number, call, name ? name + 1 : path);
  const int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
  syscall(SYS_write, file, line, (size_t)length);
  syscall(SYS_close, file);
}

/* 0, or the errno with which it shall fail; *then_end: it shall be done, and be the last. */
static int fault(const char* call, const char* path, int* then_end) {
  *then_end = 0;
  const char* folder = getenv("FAULT_FOLDER");
  const char* wanted = getenv("FAULT_CALL");
  const char* with = getenv("FAULT_WITH");
  if (!folder || strncmp(path, folder, strlen(folder)) != 0) return 0;
  const int number = atomic_fetch_add(&calls, 1) + 1;
  note(number, call, path);
  if (!wanted || !with) return 0;
  const int first = atoi(wanted);
  if (number != first && !(getenv("FAULT_FROM") && number > first)) return 0;
  if (strcmp(with, "before") == 0) end_here();
  if (strcmp(with, "after") == 0) *then_end = 1;
  return atoi(with);
}

static void path_of(int file, char* path) {
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(name, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = '\0';
}

static void whole_path(const char* path, char* whole) {
  if (path[0] == '/') {
    snprintf(whole, PATH_MAX, "%s", path);
    return;
  }
  if (!getcwd(whole, PATH_MAX / 2)) whole[0] = '\0';
  const size_t length = strlen(whole);
  snprintf(whole + length, PATH_MAX - length, "/%s", path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define FAIL_OR(call, path, real)                 \
  int then_end;                                   \
  const int error = fault(call, path, &then_end); \
  if (error != 0) {                               \
    errno = error;                                \
    return -1;                                    \
  }                                               \
  const __typeof__(real) result = (real);         \
  if (then_end) end_here();                       \
  return result

#define ON_FILE(call, file, real) \
  char path[PATH_MAX];            \
  path_of(file, path);            \
  FAIL_OR(call, path, real)

#define ON_PATH(call, name, real) \
  char path[PATH_MAX];            \
  whole_path(name, path);         \
  FAIL_OR(call, path, real)

ssize_t write(int file, const void* bytes, size_t size) { ON_FILE("write", file, REAL(write)(file, bytes, size)); }
ssize_t pwrite(int file, const void* bytes, size_t size, off_t place) {
  ON_FILE("pwrite", file, REAL(pwrite)(file, bytes, size, place));
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t place) {
  ON_FILE("pwrite", file, REAL(pwrite64)(file, bytes, size, place));
}
int fsync(int file) { ON_FILE("fsync", file, REAL(fsync)(file)); }
int fdatasync(int file) { ON_FILE("fdatasync", file, REAL(fdatasync)(file)); }

/* Of files that were open for writing; the descriptor is gone either way. */
int close(int file) {
  if ((fcntl(file, F_GETFL) & O_ACCMODE) == O_RDONLY) return REAL(close)(file);
  char path[PATH_MAX];
  path_of(file, path);
  int then_end;
  const int error = fault("close", path, &then_end);
  const int result = REAL(close)(file);
  if (then_end) end_here();
  if (error == 0) return result;
  errno = error;
  return -1;
}

int rename(const char* from, const char* to) { ON_PATH("rename", to, REAL(rename)(from, to)); }
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  ON_PATH("rename", to, REAL(renameat2)(from_folder, from, to_folder, to, flags));
}
int link(const char* from, const char* to) { ON_PATH("link", to, REAL(link)(from, to)); }

int unlink(const char* name) {
  if (!getenv("FAULT_REMOVING")) return REAL(unlink)(name);
  ON_PATH("unlink", name, REAL(unlink)(name));
}
int remove(const char* name) {
  if (!getenv("FAULT_REMOVING")) return REAL(remove)(name);
  ON_PATH("remove", name, REAL(remove)(name));
}

static int open_file(const char* name, int flags, mode_t mode) {
  if (!(flags & O_CREAT)) return (int)syscall(SYS_openat, AT_FDCWD, name, flags, 0);
  ON_PATH("open", name, (int)syscall(SYS_openat, AT_FDCWD, name, flags, mode));
}

int open(const char* name, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_file(name, flags, mode);
}
int open64(const char* name, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_file(name, flags, mode);
}
