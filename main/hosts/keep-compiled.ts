// Keeps what the engine made of the program's text beside the program, so that the next start does not compile it again: a
// fifth of a cold start. Whoever can write there can write the program, so nobody gains by it; never the system's folder for
// temporary files. Not under Electron: its archive's digest would not cover what is kept.
// The module as a whole: an old Node, which is to be told that it is old, has no such name in it.
import module from 'node:module'
import { dirname, join } from 'node:path'

/** Beside the built entry, which a new build empties; not among the sources. One that cannot be written costs only the time. */
export function keepCompiled(entryFile: string): void {
  if (entryFile.endsWith('.js')) module.enableCompileCache(join(dirname(entryFile), '.compiled'))
}
