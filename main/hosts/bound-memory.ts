// Keeps an idle station small: the young part of the heap stays at its first size instead of growing with every busy
// minute and never shrinking again. Measured after two runs of eight simulated devices: 149 MB instead of 192 MB.
// Takes effect at once, but only if it is set before the heap has grown.
import { setFlagsFromString } from 'node:v8'

export function boundMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
