// Which processes run, and which hold a device file: what /proc tells to this user. Other users' open files stay hidden.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

export interface Holder {
  readonly pid: number
  readonly program: string
}

/** Names of the running programs, cut to 15 characters as the kernel keeps them. Empty where there is no /proc. */
export async function readPrograms(procRoot: string): Promise<ReadonlySet<string>> {
  const names = await Promise.all((await processIds(procRoot)).map((pid) => programOf(procRoot, pid)))
  return new Set(names)
}

/** By path; a path that nobody is seen to hold is left out. */
export async function readHolders(
  procRoot: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Holder>> {
  const wanted = new Set(paths)
  const holders = new Map<string, Holder>()
  if (wanted.size === 0) return holders
  for (const pid of await processIds(procRoot)) {
    signal.throwIfAborted()
    const folder = join(procRoot, pid, 'fd')
    for (const name of await readdir(folder).catch(() => [])) {
      const path = await readlink(join(folder, name)).catch(() => '')
      if (wanted.has(path)) holders.set(path, { pid: Number(pid), program: await programOf(procRoot, pid) })
    }
  }
  return holders
}

async function processIds(procRoot: string): Promise<string[]> {
  return (await readdir(procRoot).catch(() => [])).filter((name) => /^\d+$/.test(name))
}

async function programOf(procRoot: string, pid: string): Promise<string> {
  return (await readFile(join(procRoot, pid, 'comm'), 'utf8').catch(() => '')).trim()
}
