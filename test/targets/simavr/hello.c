/*
 * The application that the tests flash: says its version on the UART at 115200 baud, once, and then echoes what it hears.
 * hello.hex beside it is this file, built with
 *   avr-gcc -mmcu=atmega328p -DF_CPU=16000000UL -Os -o hello.elf hello.c && avr-objcopy -O ihex hello.elf hello.hex
 */
#include <avr/io.h>

static void put(char byte) {
  while (!(UCSR0A & (1 << UDRE0))) {
  }
  UDR0 = byte;
}

int main(void) {
  UCSR0A = 1 << U2X0;
  UBRR0 = F_CPU / 8 / 115200 - 1;
  UCSR0B = (1 << RXEN0) | (1 << TXEN0);
  UCSR0C = (1 << UCSZ01) | (1 << UCSZ00);
  for (const char *text = "\r\nAPP version 2.0.1 running\r\n"; *text; text++) put(*text);
  for (;;) {
    while (!(UCSR0A & (1 << RXC0))) {
    }
    put(UDR0);
  }
}
