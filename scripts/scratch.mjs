// Where a test run keeps what it writes. Nothing of it has to outlive the machine, and hundreds of databases that are
// synced one by one wait for a disk, most of all for that of a machine which tests: so it is memory, where there is room.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** In bytes; several times of what a run ever keeps at once. */
const roomBytes = 4 * 1024 ** 3

/** A new folder, in memory or in the system's place for such; the caller removes it. */
export function newScratchFolder() {
  if (process.platform === 'linux') {
    try {
      const { bavail, bsize } = statfsSync(memory)
      if (Math.min(bavail * bsize, freemem() / 2) > roomBytes) {
        const folder = newFolder(memory)
        if (canRunFrom(folder)) return folder
        rmSync(folder, { recursive: true })
      }
    } catch {
      // None, or not for us.
    }
  }
  return newFolder(tmpdir())
}

function newFolder(parent) {
  const folder = mkdtempSync(join(parent, 'flashline-test-'))
  // PostgreSQL runs as a user of its own, and has its folder in this one.
  chmodSync(folder, 0o711)
  return folder
}

/** Some tests write a program and start it, and such a place may forbid that. */
function canRunFrom(folder) {
  const program = join(folder, 'probe')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  const { status } = spawnSync(program)
  rmSync(program)
  return status === 0
}
