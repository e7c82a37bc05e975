// Where Electron's own program is, when it is there. Never asks its package: that would fetch it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Null: not fetched, or only in part. `root` is the project's. */
export function electronBinary(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron')
  try {
    // Its path below dist/, which the package writes when it has been fetched.
    const path = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    const binary = join(folder, 'dist', path)
    return path !== '' && existsSync(binary) ? binary : null
  } catch {
    return null
  }
}
