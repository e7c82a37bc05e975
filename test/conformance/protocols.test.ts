// The suite of protocols on every protocol.
import { stm32Bed } from '../protocols/stm32/stm32-bed.ts'
import { avrBed } from './protocol-beds/avr.ts'
import { espBed } from './protocol-beds/esp.ts'
import { smpBed } from './protocol-beds/smp.ts'
import { xmodemBed } from './protocol-beds/xmodem.ts'
import { ymodemBed } from './protocol-beds/ymodem.ts'
import { describeProtocol } from './protocol-suite.ts'

describeProtocol('stm32', stm32Bed)
describeProtocol('avr', avrBed)
describeProtocol('smp', smpBed)
describeProtocol('xmodem', xmodemBed)
describeProtocol('ymodem', ymodemBed)
describeProtocol('esp, ESP32', espBed('esp32', 'esp32'))
describeProtocol('esp, ESP32-C3', espBed('esp32c3', 'esp32c3'))
describeProtocol('esp, ESP32 without stub', espBed('esp32', 'esp32', { useStub: 'never' }))
