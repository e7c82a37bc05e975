// A task for tests.
import type { Task } from '../../preload/contract/index.ts'

export const task = (taskId: string, overrides: Partial<Task> = {}): Task => ({
  taskId,
  productId: 'p1',
  name: `Task ${taskId}`,
  description: '',
  part: { type: 'wifi', identify: 0 },
  fromVersion: 1,
  toVersion: 2,
  image: { url: 'http://127.0.0.1/x', md5: 'a'.repeat(32), sizeBytes: 5 },
  status: 'running',
  mode: 'automatic',
  tag: 'formal',
  scope: { category: 'all', deviceIds: [] },
  upgradedCount: 0,
  remainingCount: null,
  reviewerId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
})
