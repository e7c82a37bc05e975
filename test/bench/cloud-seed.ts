// Fills a local cloud's database with what a large plant has after a year: straight into the tables, as the calls would
// have left them.
import { sql } from 'kysely'
import { openCloudContext } from '../../main/local-cloud/open-cloud-context.ts'

export const size = { devices: 100_000, tasks: 1000, otaLogs: 1_000_000 }
export const productId = 'bench-product'
export const corpId = 'flashline'

/** Task n is for every device whose number leaves n; such a device is at version `fromVersion(n)`. */
export const fromVersion = (task: number) => 10_000 + task
export const toVersion = (task: number) => 100_000 + task
export const deviceId = (device: number) => `dev-${String(device).padStart(6, '0')}`
export const taskId = (task: number) => `task-${String(task).padStart(4, '0')}`

/** Tokens for the calls that are measured. */
export async function seed(dataDir: string): Promise<{ user: string; corp: string }> {
  const { cloud, close } = await openCloudContext({ dataDir })
  try {
    await cloud.devices.putProduct(productId, 'Bench', corpId)
    await cloud.write([], async ({ db, tasks }) => {
      for (const fill of fillings) await db.run(fill.compile(db.queries))
      for (let n = 0; n < size.tasks; n += 1) await tasks.put(newTask(n), devicesOf(n))
    })
    return {
      user: await cloud.credentials.issue({ kinds: ['user'], corpId }),
      corp: await cloud.credentials.issue({ kinds: ['corp'], corpId }),
    }
  } finally {
    await close()
  }
}

/** 0, 1, 2 and so on, as rows of `numbers`. */
const numbersTo = (end: number) => sql`WITH RECURSIVE numbers (n) AS
  (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${sql.lit(end)})`

const fillings = [
  sql`INSERT INTO devices (device_id, product_id, mac, sn, ota_logs) ${numbersTo(size.devices)}
    SELECT printf('dev-%06d', n), ${productId}, printf('02%010X', n), 'SN' || n,
      ${sql.lit(size.otaLogs / size.devices)} FROM numbers`,
  sql`INSERT INTO device_versions (device_id, type, identify, product_id, version) ${numbersTo(size.devices)}
    SELECT printf('dev-%06d', n), 1, 0, ${productId}, ${sql.lit(fromVersion(0))} + n % ${sql.lit(size.tasks)} FROM numbers`,
  sql`INSERT INTO ota_logs (corp_id, product_id, task_id, device_id, status, execute_time, issued_at)
    ${numbersTo(size.otaLogs)}
    SELECT ${corpId}, ${productId}, printf('task-%04d', n % ${sql.lit(size.tasks)}),
      printf('dev-%06d', n % ${sql.lit(size.devices)}), 2, at, at
    FROM (SELECT n, strftime('%Y-%m-%dT%H:%M:%S.000Z', 1700000000 + n * 30, 'unixepoch') AS at FROM numbers)`,
  sql`INSERT INTO ota_log_counts (corp_id, task_id, block, logs)
    SELECT corp_id, task_id, ota_log_id >> 16 AS block, count(*) FROM ota_logs GROUP BY corp_id, task_id, block`,
]

const devicesOf = (n: number) =>
  Array.from({ length: size.devices / size.tasks }, (_, k) => deviceId(k * size.tasks + n))

const newTask = (n: number) => ({
  task_id: taskId(n),
  product_id: productId,
  name: `Bench ${n}`,
  description: 'made for the benchmark',
  from_version: fromVersion(n),
  from_url: 'https://files.example/old.bin',
  from_md5: '0'.repeat(32),
  from_size: 1000,
  target_version: toVersion(n),
  target_url: 'https://files.example/new.bin',
  target_md5: '1'.repeat(32),
  target_size: 1000,
  type: 1,
  identify: 0,
  task_type: 0,
  tag_type: 0,
  scope_category: 1,
  status: 1,
  legacy: 0,
  approved: 1,
  audit_member_id: '',
  create_time: '2026-01-02T03:04:05.000Z',
})
