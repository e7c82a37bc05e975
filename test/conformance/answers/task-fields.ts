// The task object, as five answers of the XLINK service carry it.
import type { Task } from '../../../preload/contract/index.ts'

const task: Task = {
  taskId: '501',
  productId: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  part: { type: 'mcu', identify: 4 },
  fromVersion: 10_000,
  toVersion: 20_001,
  image: { url: 'http://cloud/target', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 },
  status: 'review',
  mode: 'manual',
  tag: 'test',
  scope: { category: 'devices', deviceIds: ['1001', 'd2'] },
  upgradedCount: 3,
  remainingCount: 5,
  reviewerId: '77',
  createdAt: '2015-10-09T08:15:40.840Z',
}

const wireTask = {
  id: '501',
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: 10_000,
  from_version_url: 'http://cloud/from',
  from_version_md5: 'ffffffffffffffffffffffffffffffff',
  from_version_size: 7,
  target_version: 20_001,
  target_version_url: 'http://cloud/target',
  target_version_md5: '5EB63BBBE01EEED093CB22BB8F5ACDC3',
  target_version_size: 11,
  upgrade_count: 3,
  status: 3,
  type: 2,
  identify: 4,
  task_type: 1,
  scope: { category: 1, device_list: ['1001', 'd2'] },
  tag_type: 1,
  surplus_count: 5,
  audit_member_id: '77',
  create_time: '2015-10-09T08:15:40.84Z',
}

export const taskFields = {
  item: wireTask,
  value: task,
  optional: {
    name: { ...task, name: '' },
    description: { ...task, description: '' },
    // The file to start from decides nothing.
    from_version_url: task,
    from_version_md5: task,
    from_version_size: task,
    upgrade_count: { ...task, upgradedCount: 0 },
    type: { ...task, part: { type: 'wifi', identify: 4 } },
    identify: { ...task, part: { type: 'mcu', identify: 0 } },
    task_type: { ...task, mode: 'automatic' },
    scope: { ...task, scope: { category: 'all', deviceIds: [] } },
    'scope.category': task,
    'scope.device_list': { ...task, scope: { category: 'devices', deviceIds: [] } },
    tag_type: { ...task, tag: 'formal' },
    surplus_count: { ...task, remainingCount: null },
    audit_member_id: { ...task, reviewerId: null },
    create_time: { ...task, createdAt: null },
  },
  strict: [
    'id',
    'product_id',
    'from_version',
    'target_version',
    'target_version_url',
    'target_version_md5',
    'target_version_size',
    'status',
  ],
  around: [],
  strictAround: [],
} as const

/** Of answers that carry several. */
export const taskList = {
  second: { ...wireTask, id: '502', status: 1 },
  secondValue: { ...task, taskId: '502', status: 'running' },
  idField: 'id',
  broken: {
    type: { ...wireTask, type: 'toaster' },
    identify: { ...wireTask, identify: -1 },
    target_version: { ...wireTask, target_version: 1.5 },
    target_version_md5: { ...wireTask, target_version_md5: 'MD5' },
    'scope.device_list.1': { ...wireTask, scope: { category: 1, device_list: ['1001', {}] } },
  },
} as const
