// Packs the build in `out` for Linux with the script of `npm run dist` and a stand-in for Electron's files, once for all
// tests of this project; they find the folder with inject('packed').
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { makeStandInDistribution } from './stand-in-distribution.ts'

export interface Packed {
  /** What an installer would put on the disk. */
  readonly dir: string
  /** Its archive taken apart, with the unpacked files in their places, far from our own node_modules. */
  readonly contents: string
}

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed
  }
}

const run = promisify(execFile)

export default async function pack(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync('out/main/cli.js'))
    throw new Error('nothing was built: npm run dist:check builds before it packs')
  const dir = await mkdtemp(join(tmpdir(), 'flashline-dist-'))
  try {
    project.provide('packed', await packInto(dir))
  } catch (error) {
    await rm(dir, { recursive: true, force: true })
    throw error
  }
  return () => rm(dir, { recursive: true, force: true })
}

async function packInto(dir: string): Promise<Packed> {
  const electron = join(dir, 'electron')
  makeStandInDistribution(electron)
  await packForLinux(electron, join(dir, 'dist'), process.arch === 'arm64' ? 'arm64' : 'x64')
  const packed = join(dir, 'dist', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
  const contents = join(dir, 'contents')
  // Its plain way into the working folder has overwritten a package.json before: always with a target.
  const { extractAll } = await import('@electron/asar')
  extractAll(join(packed, 'resources', 'app.asar'), contents)
  return { dir: packed, contents }
}

/** Rejects with what electron-builder said. */
export function packForLinux(electronDist: string, output: string, arch: string): Promise<unknown> {
  const options = [`-c.electronDist=${electronDist}`, `-c.directories.output=${output}`]
  return run(process.execPath, ['scripts/dist.mjs', '--linux', 'dir', `--${arch}`, ...options], {
    env: { ...process.env, FLASHLINE_BUILT: '1' },
    maxBuffer: 16 * 1024 * 1024,
  })
}
