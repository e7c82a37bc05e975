// How often the steps of a job had to send something again. Pure.
import type { Job } from '../../../preload/contract/model.ts'

export function repeatsOf({ steps }: Pick<Job, 'steps'>): number {
  return steps.reduce((sum, { retries }) => sum + retries, 0)
}
