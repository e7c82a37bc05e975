// By which two leads who change the same task are told apart: what a lead sees of it, without what changes by itself.
import { createHash } from 'node:crypto'
import type { Task } from '../../preload/contract/index.ts'

/**
 * 64 hex digits. Without the counts, which grow while a task runs, and without the address of its image, which some
 * clouds sign anew for every answer; the image itself counts by size and MD5.
 */
export function fingerprintOf(task: Task): string {
  const { upgradedCount: _upgraded, remainingCount: _remaining, image, scope, ...seen } = task
  const facts = {
    ...seen,
    image: [image.md5, image.sizeBytes],
    scope: [scope.category, [...scope.deviceIds].sort()],
  }
  const text = JSON.stringify(Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1)))
  return createHash('sha256').update(text).digest('hex')
}
