/*
 * An AVR with its flash in a file and its UART 0 on a pseudo terminal, run by simavr at the speed of the real chip.
 * Not here: what runs in it (a boot loader from an Intel HEX file). Built by simavr-target.ts.
 *
 *   avr-target MCU HERTZ BOOT.HEX FLASH.BIN BAUD            BAUD: of the wire that the terminal stands for
 *
 * Prints "tty PATH" when the terminal is there. SIGUSR1: external reset, as DTR makes it. SIGUSR2: saves the flash and
 * prints "saved". SIGTERM: saves the flash, prints "fifo N" (the most bytes that ever waited unread in the UART) and ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "avr_uart.h"
#include "sim_avr.h"

/* Simulated time may run ahead of the clock by so much. */
#define SLICE_NS 250000
#define START_BITS_DATA_STOP 10
#define WAITING_MAX 65536

static volatile sig_atomic_t want_reset, want_save, want_end;
static uint8_t waiting[WAITING_MAX];
static size_t waiting_from, waiting_to;
static unsigned unread, most_unread;
static int terminal;

static void on_signal(int number) {
  if (number == SIGUSR1) want_reset = 1;
  if (number == SIGUSR2) want_save = 1;
  if (number == SIGTERM) want_end = 1;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void on_output(avr_irq_t *irq, uint32_t value, void *param) {
  uint8_t byte = value;
  (void)irq;
  (void)param;
  /* Nobody reads the terminal: a real wire loses the byte too. */
  if (write(terminal, &byte, 1) < 0 && errno != EAGAIN) fail("write to the terminal");
}

/* Called by the UART whenever the program looks for a byte and none is left. */
static void on_empty(avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  if (value) unread = 0;
}

static void take_from_terminal(void) {
  if (waiting_from == waiting_to) waiting_from = waiting_to = 0;
  if (waiting_to == WAITING_MAX) return;
  ssize_t count = read(terminal, waiting + waiting_to, WAITING_MAX - waiting_to);
  if (count > 0) waiting_to += count;
}

static void open_terminal(void) {
  terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (terminal < 0 || grantpt(terminal) < 0 || unlockpt(terminal) < 0) fail("pseudo terminal");
  const char *path = ptsname(terminal);
  /* Kept open: with nobody at the other side a read would fail and the raw mode be lost. */
  int other = open(path, O_RDWR | O_NOCTTY);
  struct termios mode;
  if (other < 0 || tcgetattr(other, &mode) < 0) fail(path);
  cfmakeraw(&mode);
  if (tcsetattr(other, TCSANOW, &mode) < 0) fail(path);
  printf("tty %s\n", path);
  fflush(stdout);
}

static void load_flash(avr_t *avr, const char *path) {
  memset(avr->flash, 0xff, avr->flashend + 1);
  FILE *file = fopen(path, "rb");
  if (!file) return;
  size_t count = fread(avr->flash, 1, avr->flashend + 1, file);
  (void)count;
  fclose(file);
}

static void save_flash(avr_t *avr, const char *path) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(avr->flash, 1, avr->flashend + 1, file) != avr->flashend + 1u || fclose(file)) fail(path);
}

/* Data records of an Intel HEX file below 64 KiB. Returns where the code begins; the version stands alone at the end. */
static uint32_t load_boot_loader(avr_t *avr, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  uint32_t start = avr->flashend;
  char line[600];
  while (fgets(line, sizeof line, file)) {
    unsigned count, address, type, byte;
    if (sscanf(line, ":%2x%4x%2x", &count, &address, &type) != 3 || type != 0) continue;
    if (count > 2 && address < start) start = address;
    for (unsigned index = 0; index < count && address + index <= avr->flashend; index++) {
      if (sscanf(line + 9 + 2 * index, "%2x", &byte) != 1) fail(path);
      avr->flash[address + index] = byte;
    }
  }
  fclose(file);
  return start;
}

static void reset_externally(avr_t *avr, uint32_t boot) {
  avr_reset(avr);
  avr->pc = boot;
  avr_regbit_clear(avr, avr->reset_flags.porf);
  avr_regbit_set(avr, avr->reset_flags.extrf);
  waiting_from = waiting_to = 0;
  unread = 0;
}

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  avr_t *avr = avr_make_mcu_by_name(argv[1]);
  if (!avr) fail(argv[1]);
  avr_init(avr);
  avr->frequency = strtoul(argv[2], NULL, 10);
  avr->codeend = avr->flashend;
  const uint64_t cycles_per_byte = avr->frequency * START_BITS_DATA_STOP / strtoul(argv[5], NULL, 10);
  load_flash(avr, argv[4]);
  const uint32_t boot = load_boot_loader(avr, argv[3]);
  avr->reset_pc = boot;

  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);
  sigaction(SIGTERM, &action, NULL);

  uint32_t flags = 0; /* no sleep of the host while the program polls: the loop below keeps the time */
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_output, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_empty, NULL);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);

  open_terminal();
  reset_externally(avr, boot);
  avr_cycle_count_t next_byte_at = 0;
  avr_cycle_count_t slice_at = avr->cycle;
  avr_cycle_count_t cycle_zero = avr->cycle;
  uint64_t zero_ns = now_ns();
  const avr_cycle_count_t slice = avr->frequency / (1000000000 / SLICE_NS);

  while (!want_end) {
    int state = avr_run(avr);
    if (state == cpu_Crashed || state == cpu_Done) break;
    /* One byte per byte time goes into the UART, however fast the terminal brought them. */
    if (waiting_from < waiting_to && avr->cycle >= next_byte_at) {
      if (++unread > most_unread) most_unread = unread;
      avr_raise_irq(input, waiting[waiting_from++]);
      next_byte_at = avr->cycle + cycles_per_byte;
    }
    if (want_reset) {
      want_reset = 0;
      reset_externally(avr, boot);
      next_byte_at = slice_at = cycle_zero = avr->cycle;
      zero_ns = now_ns();
    }
    if (want_save) {
      want_save = 0;
      save_flash(avr, argv[4]);
      puts("saved");
      fflush(stdout);
    }
    if (avr->cycle < slice_at) continue;
    slice_at = avr->cycle + slice;
    take_from_terminal();
    const int64_t ahead_ns =
        (int64_t)((avr->cycle - cycle_zero) * 1000000000ull / avr->frequency) - (int64_t)(now_ns() - zero_ns);
    if (ahead_ns > 0) {
      struct timespec rest = {0, ahead_ns % 1000000000};
      nanosleep(&rest, NULL);
    } else if (ahead_ns < -50000000) {
      /* The host was busy elsewhere: the chip does not hurry to make up for it. */
      cycle_zero = avr->cycle;
      zero_ns = now_ns();
    }
  }
  save_flash(avr, argv[4]);
  printf("fifo %u\n", most_unread);
  return 0;
}
