// The list of protocols: one line each.
import { FlashlineError } from '../../preload/contract/index.ts'
import { avr } from './avr/index.ts'
import { esp } from './esp/index.ts'
import { espota } from './espota/index.ts'
import { httpOta } from './http-ota/index.ts'
import type { Protocol } from './protocol.ts'
import { pull } from './pull/index.ts'
import { smp } from './smp/index.ts'
import { stm32 } from './stm32/index.ts'
import { tftp } from './tftp/index.ts'
import { xmodem } from './xmodem/index.ts'
import { ymodem } from './ymodem/index.ts'

const all: readonly Protocol[] = [
  avr, // Optiboot and the Arduino boot loaders: STK500v1
  esp, // ESP8266 and the ESP32 family: ROM loader and stub
  httpOta, // devices on the LAN that take their image by one HTTP request
  espota, // Arduino OTA on ESP8266, ESP32 and others: invited by a datagram, they fetch over TCP
  pull, // devices on the LAN, behind a broker or on a console that fetch their image when they are told to
  smp, // MCUboot and mcumgr: through the firmware, or serial recovery
  tftp, // boot loaders that fetch by TFTP when their console is told to
  xmodem, // the oldest receivers: one file, no name, no size
  ymodem, // receivers of XMODEM's batch form, plain or behind a command line
  stm32, // the boot loader in the system memory of STM32 chips, over USART
]

export const protocols: ReadonlyMap<string, Protocol> = new Map(all.map((one) => [one.id, one]))

/** PROFILE_INVALID for a protocol nobody here speaks. */
export function findProtocol(id: string): Protocol {
  const found = protocols.get(id)
  if (!found)
    throw new FlashlineError('PROFILE_INVALID', { protocol: id, known: [...protocols.keys()].join(' ') })
  return found
}
