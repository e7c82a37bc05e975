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

/** What it has resident, of pages that it shares with others only its part. */
export async function proportionalBytesOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'latin1')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]) * 1024
}

/** A process and all that it started. */
export async function treeOf(pid: number): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1')).trim()
  const below =
    children === '' ? [] : await Promise.all(children.split(' ').map((child) => treeOf(Number(child))))
  return [pid, ...below.flat()]
}
