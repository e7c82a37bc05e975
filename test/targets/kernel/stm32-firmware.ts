// What is flashed over the kernel's port, for both sides of it.
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'

export const stm32Firmware = buildStm32Demo('2.0.1', 8000)
