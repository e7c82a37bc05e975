// Fills a local cloud's database with what a large plant has after a year: straight into the tables, as the calls would
// have left them.
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
    const { db } = cloud
    db.transaction(() => {
      cloud.devices.putProduct(productId, 'Bench', corpId)
      const device = db.prepare('INSERT INTO devices (device_id, product_id, mac, sn) VALUES (?, ?, ?, ?)')
      const version = db.prepare(
        'INSERT INTO device_versions (device_id, type, identify, product_id, version) VALUES (?, 1, 0, ?, ?)',
      )
      for (let n = 0; n < size.devices; n += 1) {
        device.run(deviceId(n), productId, `02${n.toString(16).padStart(10, '0').toUpperCase()}`, `SN${n}`)
        version.run(deviceId(n), productId, fromVersion(n % size.tasks))
      }
      for (let n = 0; n < size.tasks; n += 1) addTask(n)
      const log = db.prepare(
        `INSERT INTO ota_logs (corp_id, product_id, task_id, device_id, status, execute_time, issued_at)
         VALUES (?, ?, ?, ?, 2, ?, ?)`,
      )
      for (let n = 0; n < size.otaLogs; n += 1) {
        const at = new Date(1_700_000_000_000 + n * 30_000).toISOString()
        log.run(corpId, productId, taskId(n % size.tasks), deviceId(n % size.devices), at, at)
      }
      db.exec(
        `INSERT INTO ota_log_counts (corp_id, task_id, block, logs)
           SELECT corp_id, task_id, ota_log_id >> 16 AS block, count(*) FROM ota_logs GROUP BY corp_id, task_id, block;
         UPDATE devices SET ota_logs = ${size.otaLogs / size.devices}`,
      )
    })()
    function addTask(n: number): void {
      const task = {
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
      }
      const devices = Array.from({ length: size.devices / size.tasks }, (_, k) =>
        deviceId(k * size.tasks + n),
      )
      cloud.tasks.put(task, devices)
    }
    return {
      user: cloud.credentials.issue({ kinds: ['user'], corpId }),
      corp: cloud.credentials.issue({ kinds: ['corp'], corpId }),
    }
  } finally {
    close()
  }
}
