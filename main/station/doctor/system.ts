// Which system, processor and runtime this is, and whether Flashline is packed for it.
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { line } from './line.ts'
import type { Machine } from './machine.ts'

const names: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }
const packedFor = new Set(['x64', 'arm64'])

/** Pure. `version`: of Flashline. */
export function judgeSystem(
  { platform, arch, release, versions }: Pick<Machine, 'platform' | 'arch' | 'release' | 'versions'>,
  version: string,
): DoctorLine {
  const facts = {
    flashline: version,
    system: names[platform] ?? platform,
    release,
    arch,
    node: versions.node,
    electron: versions.electron ?? null,
  }
  return line(platform in names && packedFor.has(arch) ? 'systemKnown' : 'systemUnknown', facts)
}
