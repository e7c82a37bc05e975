// A new task as it is typed, and what it comes to: its input for the station, or what is wrong with each field. Pure.
import type { TaskDraft } from '../../../preload/contract/cloud-model.ts'
import type { Part, Task } from '../../../preload/contract/model.ts'
import {
  imageProblems,
  type TaskField,
  type TaskFieldProblem,
  taskProblems,
} from '../../../preload/contract/task-rules.ts'
import type { TaskInput } from '../../../preload/contract/task-view.ts'
import { readDeviceIds } from './device-ids.ts'

/** An image as it is chosen: one of the library, or where it lies already. */
export interface ImageDraft {
  readonly from: 'library' | 'address'
  readonly sha256: string
  readonly url: string
  readonly md5: string
  readonly sizeBytes: string
}

export interface NewTaskDraft {
  readonly productId: string
  readonly name: string
  readonly description: string
  readonly partType: Part['type']
  readonly identify: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly image: ImageDraft
  /** The service wants the start image, too: usually the target image stands for it. */
  readonly hasFromImage: boolean
  readonly fromImage: ImageDraft
  readonly tag: Task['tag']
  readonly mode: Task['mode']
  readonly category: Task['scope']['category']
  readonly devices: string
}

const noImage: ImageDraft = { from: 'library', sha256: '', url: '', md5: '', sizeBytes: '' }

export function emptyDraft(productId: string): NewTaskDraft {
  return {
    productId,
    name: '',
    description: '',
    partType: 'wifi',
    identify: '0',
    fromVersion: '',
    toVersion: '',
    image: noImage,
    hasFromImage: false,
    fromImage: noImage,
    tag: 'test',
    mode: 'automatic',
    category: 'devices',
    devices: '',
  }
}

/** Also those that only the form has. */
export type NewTaskField = TaskField | 'image.sha256' | 'fromImage.sha256' | 'devices'
export type NewTaskProblem = TaskFieldProblem | 'notChosen' | 'badIds'
export type NewTaskProblems = Partial<Record<NewTaskField, NewTaskProblem>>

export function problemsOf(draft: NewTaskDraft): NewTaskProblems {
  const { invalid } = readDeviceIds(draft.devices)
  const { scope, ...rest } = taskProblems({ ...plainFields(draft), scope: scopeOf(draft) })
  return {
    ...blankNumbers(draft, rest),
    ...(draft.category === 'devices' && scope ? { devices: scope } : scope ? { scope } : {}),
    ...(draft.category === 'devices' && invalid.length > 0 ? { devices: 'badIds' } : {}),
    ...imageFieldProblems('image', draft.image),
    ...(draft.hasFromImage ? imageFieldProblems('fromImage', draft.fromImage) : {}),
  }
}

/** Only of a draft without problems. */
export function inputOf(draft: NewTaskDraft): TaskInput {
  return {
    ...plainFields(draft),
    scope: scopeOf(draft),
    image: imageOf(draft.image),
    fromImage: draft.hasFromImage ? imageOf(draft.fromImage) : null,
  }
}

/** What may be meant so, and rarely is. */
export type NewTaskDoubt = 'downgrade' | 'above16Bits'

export function doubtsOf(draft: NewTaskDraft): NewTaskDoubt[] {
  const from = numberOf(draft.fromVersion)
  const to = numberOf(draft.toVersion)
  return [
    ...(to < from ? (['downgrade'] as const) : []),
    // Old device software counts versions in sixteen bits.
    ...(Math.max(from, to) > 65_535 ? (['above16Bits'] as const) : []),
  ]
}

function plainFields(draft: NewTaskDraft): Omit<TaskDraft, 'image' | 'fromImage' | 'scope'> {
  return {
    productId: draft.productId.trim(),
    name: draft.name.trim(),
    description: draft.description.trim(),
    part: { type: draft.partType, identify: numberOf(draft.identify) },
    fromVersion: numberOf(draft.fromVersion),
    toVersion: numberOf(draft.toVersion),
    tag: draft.tag,
    mode: draft.mode,
  }
}

function scopeOf({ category, devices }: NewTaskDraft): Task['scope'] {
  return { category, deviceIds: category === 'all' ? [] : [...readDeviceIds(devices).ids] }
}

function imageOf({ from, sha256, url, md5, sizeBytes }: ImageDraft): TaskInput['image'] {
  if (from === 'library') return { sha256 }
  return { url: url.trim(), md5: md5.trim().toLowerCase(), sizeBytes: numberOf(sizeBytes) }
}

function imageFieldProblems(which: 'image' | 'fromImage', image: ImageDraft): NewTaskProblems {
  if (image.from === 'library') return image.sha256 === '' ? { [`${which}.sha256`]: 'notChosen' } : {}
  const sizeBytes = numberOf(image.sizeBytes)
  const problems = imageProblems(which, { url: image.url.trim(), md5: image.md5.trim(), sizeBytes })
  return image.sizeBytes.trim() === '' ? { ...problems, [`${which}.sizeBytes`]: 'missing' } : problems
}

/** An empty field misses something; it is no wrong number. */
function blankNumbers(draft: NewTaskDraft, problems: NewTaskProblems): NewTaskProblems {
  const typed = {
    'part.identify': draft.identify,
    fromVersion: draft.fromVersion,
    toVersion: draft.toVersion,
  } as const
  const blank = Object.entries(typed).filter(([, text]) => text.trim() === '')
  return { ...problems, ...Object.fromEntries(blank.map(([field]) => [field, 'missing'])) }
}

/** NaN for what is no whole number. */
function numberOf(text: string): number {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN
}
