/* Runs a program with the controlling side of a new pseudo terminal as its descriptor 3: nothing stands between the
 * terminal that a host tool opens and the program that plays the device.
 * with-pty <link to make> <program> <argument>... */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct termios raw;
  int device = posix_openpt(O_RDWR | O_NOCTTY);
  if (argc < 3 || device < 0 || grantpt(device) || unlockpt(device)) return 2;
  /* One handle on the far side stays open for ever: a tool that closes its own is no hang-up. */
  int terminal = open(ptsname(device), O_RDWR | O_NOCTTY);
  if (terminal < 0 || tcgetattr(terminal, &raw)) return 2;
  cfmakeraw(&raw);
  if (tcsetattr(terminal, TCSANOW, &raw) || symlink(ptsname(device), argv[1])) return 2;
  int at = dup2(device, 3);
  if (at != 3) return 2;
  execvp(argv[2], argv + 2);
  perror(argv[2]);
  return 2;
}
