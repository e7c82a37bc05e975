// What is different between a task as a person saw it and as it is now. Pure.
import type { TaskView } from '../../../preload/contract/task-view.ts'

export type ChangedFact =
  | 'status'
  | 'tag'
  | 'mode'
  | 'name'
  | 'description'
  | 'versions'
  | 'part'
  | 'image'
  | 'scope'
  | 'devices'
  | 'reviewer'

type Facts = Readonly<Record<ChangedFact, string>>

/** Counts are no change. */
export function changedFacts(seen: TaskView, now: TaskView): ChangedFact[] {
  if (seen.fingerprint === now.fingerprint) return []
  const before = factsOf(seen)
  const after = factsOf(now)
  const names: ChangedFact[] = [
    'status',
    'tag',
    'mode',
    'name',
    'description',
    'versions',
    'part',
    'image',
    'scope',
    'devices',
    'reviewer',
  ]
  return names.filter((name) => before[name] !== after[name])
}

function factsOf(task: TaskView): Facts {
  return {
    status: task.status,
    tag: task.tag,
    mode: task.mode,
    name: task.name,
    description: task.description,
    versions: `${task.fromVersion} ${task.toVersion}`,
    part: `${task.part.type} ${task.part.identify}`,
    image: `${task.image.md5} ${task.image.sizeBytes}`,
    scope: task.scope.category,
    devices: [...task.scope.deviceIds].sort().join('\n'),
    reviewer: task.reviewerId ?? '',
  }
}
