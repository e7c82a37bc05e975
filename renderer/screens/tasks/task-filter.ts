// What the list of tasks shows and in which order, as the person set it. Pure.
import type { TaskListQuery } from '../../../preload/contract/task-view.ts'

export interface TaskFilter {
  readonly text: string
  readonly productId: string
  readonly status: TaskListQuery['status'] | ''
  readonly tag: TaskListQuery['tag'] | ''
  readonly mode: TaskListQuery['mode'] | ''
  readonly partType: TaskListQuery['partType'] | ''
  readonly order: TaskListQuery['order']
  readonly descending: boolean
}

export const everything: TaskFilter = {
  text: '',
  productId: '',
  status: '',
  tag: '',
  mode: '',
  partType: '',
  order: 'created',
  descending: true,
}

export const orders = ['created', 'name', 'version', 'progress'] as const

/** Newest, highest and furthest first; names from A. */
export function orderedBy(filter: TaskFilter, order: TaskFilter['order']): TaskFilter {
  return { ...filter, order, descending: order !== 'name' }
}

/** Something may be hidden. */
export function isFiltered(filter: TaskFilter): boolean {
  const { text, productId, status, tag, mode, partType } = filter
  return [text.trim(), productId, status, tag, mode, partType].some((value) => value !== '')
}

export function queryOf(filter: TaskFilter, page: { offset: number; limit: number }): TaskListQuery {
  const { text, productId, status, tag, mode, partType, order, descending } = filter
  const words = text.trim()
  return {
    ...(words === '' ? {} : { text: words }),
    ...(productId === '' ? {} : { productId }),
    ...(status === '' ? {} : { status }),
    ...(tag === '' ? {} : { tag }),
    ...(mode === '' ? {} : { mode }),
    ...(partType === '' ? {} : { partType }),
    order,
    descending,
    ...page,
  }
}
