// The part of the history that is in the browser: pages one behind the other, each known by the job before it. Pages far from
// the view are dropped and asked again when somebody scrolls back, so that a long way down costs no memory. Pure.
import type { Job } from '../../../preload/contract/model.ts'

export const pageSize = 100
/** On either side of the view. */
const keptPages = 15

export interface LoadedPage {
  readonly count: number
  readonly lastJobId: string | null
  /** Null: dropped. */
  readonly jobs: readonly Job[] | null
}

export interface LoadedPages {
  readonly total: number
  readonly isTotalExact: boolean
  readonly pages: readonly LoadedPage[]
  /** The last page is there. */
  readonly isEnd: boolean
}

interface Answer {
  readonly total: number
  readonly isTotalExact: boolean
  readonly jobs: readonly Job[]
}

/** From the newest on. */
export function firstPage(answer: Answer): LoadedPages {
  return putPage({ total: 0, isTotalExact: true, pages: [], isEnd: false }, 0, answer)
}

/** The page with that number, the one behind the last or one that was dropped. */
export function putPage(loaded: LoadedPages, number: number, { jobs, ...counted }: Answer): LoadedPages {
  const page = { count: jobs.length, lastJobId: jobs.at(-1)?.jobId ?? null, jobs }
  const isNew = number === loaded.pages.length
  return {
    ...counted,
    pages: isNew
      ? [...loaded.pages, page]
      : loaded.pages.map((one, index) => (index === number ? page : one)),
    isEnd: isNew ? jobs.length < pageSize : loaded.isEnd,
  }
}

export function rowCount({ pages }: LoadedPages): number {
  return pages.length === 0 ? 0 : (pages.length - 1) * pageSize + (pages.at(-1)?.count ?? 0)
}

/** Null while its page is not there. */
export function rowAt({ pages }: LoadedPages, row: number): Job | null {
  return pages[Math.floor(row / pageSize)]?.jobs?.[row % pageSize] ?? null
}

/** The page that is needed most for these rows to be seen, or soon; null: all are there. */
export function pageToAsk({ pages, isEnd }: LoadedPages, firstRow: number, lastRow: number): number | null {
  const first = Math.max(0, Math.floor(firstRow / pageSize))
  const last = Math.floor((lastRow + pageSize / 2) / pageSize)
  for (let number = first; number <= last; number += 1) {
    const page = pages[number]
    if (!page) return isEnd ? null : pages.length
    if (page.jobs === null) return number
  }
  return null
}

/** Behind which job a page begins; undefined: it is the first. */
export function jobBefore({ pages }: LoadedPages, number: number): string | undefined {
  return pages[number - 1]?.lastJobId ?? undefined
}

/** Without the rows of pages that are far from this one. */
export function dropFar(loaded: LoadedPages, number: number): LoadedPages {
  const isFar = (index: number) => Math.abs(index - number) > keptPages
  if (!loaded.pages.some((page, index) => page.jobs !== null && isFar(index))) return loaded
  return {
    ...loaded,
    pages: loaded.pages.map((page, index) => (isFar(index) ? { ...page, jobs: null } : page)),
  }
}
