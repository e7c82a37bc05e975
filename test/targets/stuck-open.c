/* Preloaded into a program: opening the device $STUCK_PATH does not return while the file $STUCK_WHILE exists, as with a
 * driver that hangs. Everything else opens as usual. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int open(const char *path, int flags, ...) {
  static int (*real)(const char *, int, ...);
  if (!real) real = dlsym(RTLD_NEXT, "open");
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  const char *stuck = getenv("STUCK_PATH");
  const char *gate = getenv("STUCK_WHILE");
  if (stuck && gate && strcmp(path, stuck) == 0)
    while (access(gate, F_OK) == 0) usleep(1000);
  return real(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
