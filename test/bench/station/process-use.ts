// What a process took of the machine, as Linux tells it. Source: proc(5).
import { readFile, writeFile } from 'node:fs/promises'

const ticksPerSecond = 100

/** Processor time so far, of all its threads, in ms. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  // The name before it may have anything in it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/** Of the whole machine, since it was started, in ms: everything but idling. */
export async function machineMs(): Promise<number> {
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, stolen = 0] = (
    await readFile('/proc/stat', 'latin1')
  )
    .slice('cpu '.length)
    .trim()
    .split(/\s+/)
    .map(Number)
  return ((user + nice + system + interrupts + softInterrupts + stolen) * 1000) / ticksPerSecond
}

/** The most memory it had resident, ever or since that was forgotten. */
export async function peakBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

export function forgetPeakOf(pid: number): Promise<void> {
  return writeFile(`/proc/${pid}/clear_refs`, '5')
}

/** What it has resident now. */
export async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}
