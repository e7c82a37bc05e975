// A task row as the JSON that each endpoint documents: numbers as numbers, ids, URLs and MD5 as text. Pure.
import { taskStatuses } from '../../clouds/xlink/wire.ts'
import type { TaskFacts } from './task-table.ts'

/** `full` for 2, 7 and 14; `created` for 1; `check` for 5, which documents fewer fields. */
export type TaskViewKind = 'full' | 'created' | 'check'

/**
 * `origin` is put before paths of our own files. A reader without Api-Version 2 knows only stopped and running: pending
 * and under review look stopped to it.
 */
export function viewTask(
  facts: TaskFacts,
  kind: TaskViewKind,
  options: { origin: string; apiVersion: 0 | 2 },
): Record<string, unknown> {
  const { row } = facts
  const absolute = (url: string) => (url.startsWith('/') ? options.origin + url : url)
  const visibleStatus = options.apiVersion === 2 || row.status === taskStatuses.running
  return {
    id: row.task_id,
    product_id: row.product_id,
    name: row.name,
    description: row.description,
    from_version: row.from_version,
    from_version_url: absolute(row.from_url),
    from_version_md5: row.from_md5,
    from_version_size: row.from_size,
    target_version: row.target_version,
    target_version_url: absolute(row.target_url),
    target_version_md5: row.target_md5,
    target_version_size: row.target_size,
    upgrade_count: row.upgrade_count,
    status: visibleStatus ? row.status : taskStatuses.stopped,
    type: row.type,
    identify: row.identify,
    scope: { category: row.scope_category, device_list: facts.deviceIds },
    ...(kind === 'check'
      ? {}
      : { task_type: row.task_type, tag_type: row.tag_type, create_time: row.create_time }),
    ...(kind === 'full' && facts.surplusCount !== null ? { surplus_count: facts.surplusCount } : {}),
    ...(kind === 'full' ? { audit_member_id: row.audit_member_id } : {}),
  }
}
