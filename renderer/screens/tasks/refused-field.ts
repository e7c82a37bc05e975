// Which field of a new task a refusal is about, where its code says so. Pure.
import { xlinkCodes, xlinkReasons } from '../../../preload/contract/cloud-codes.ts'
import type { CallError } from '../../api/call-error.ts'
import type { NewTaskField } from './new-task-draft.ts'

const fieldOfMeaning: Readonly<Record<string, NewTaskField>> = {
  taskNameExists: 'name',
  fromVersionExists: 'fromVersion',
  addressInvalid: 'image.url',
  partUnknown: 'part.identify',
  productUnknown: 'productId',
  deviceUnknown: 'devices',
  deviceOfOtherProduct: 'devices',
  scopeEmpty: 'devices',
  scopeUnknown: 'scope',
}

/** The contract's names of fields that the form shows under another one. */
const shownAs: Readonly<Record<string, NewTaskField>> = {
  'scope.deviceIds': 'devices',
  'image.sha256': 'image.sha256',
  'fromImage.sha256': 'fromImage.sha256',
  productId: 'productId',
  name: 'name',
  description: 'description',
  'part.identify': 'part.identify',
  fromVersion: 'fromVersion',
  toVersion: 'toVersion',
  scope: 'scope',
  'image.url': 'image.url',
  'image.md5': 'image.md5',
  'image.sizeBytes': 'image.sizeBytes',
  'fromImage.url': 'fromImage.url',
  'fromImage.md5': 'fromImage.md5',
  'fromImage.sizeBytes': 'fromImage.sizeBytes',
}

/** Null: it is about the task as a whole, or does not say. */
export function refusedField({ code, context }: CallError): NewTaskField | null {
  if (code === 'INPUT_INVALID') return find(shownAs, String(context.field ?? ''))
  if (code === 'IMAGE_UNREADABLE') return 'image.sha256'
  if (code !== 'CLOUD_REFUSED') return null
  const meaning =
    find(xlinkReasons, String(context.reason ?? '')) ?? find(xlinkCodes, String(context.cloudCode ?? ''))
  return meaning === null ? null : find(fieldOfMeaning, meaning)
}

function find<Value>(table: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null
}
