// The station's own process, which can be made to stall: at a signal its loop stands still as if a driver or a disk did not
// return. Changes nothing else there.
import { stall } from './stall.ts'

process.on('SIGUSR2', stall)
await import('../../../main/hosts/station-process/index.ts')
