// For every procedure of the contract that takes an input: one that passes its schema. For tests that call them all.
import { settingsSchema } from '../../preload/contract/index.ts'

const slot = { slotId: 'usb:1' }
const job = { jobId: 'job-1' }
const rollout = { rolloutId: 'r-1' }
const order = { orderId: 'o-1' }
const orderDraft = { name: 'Lot 7', productId: 'p', mode: 'manual' }
const task = { productId: 'p', taskId: 't' }
const taskRef = { ...task, fingerprint: 'f' }
const image = { sha256: 'a'.repeat(64) }
const upload = { uploadId: 'u' }
const profile = { profileId: 'plant' }
const times = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }

/** By `area.name`. */
export const contractInputs: Readonly<Record<string, object>> = {
  'station.events': { afterSeq: 0 },
  'jobs.start': slot,
  'jobs.cancel': job,
  'slots.acknowledge': slot,
  'slots.unplug': slot,
  'slots.replug': slot,
  'orders.list': {},
  'orders.create': orderDraft,
  'orders.edit': { ...orderDraft, ...order, revision: 0 },
  'orders.arm': order,
  'orders.finish': order,
  'scans.take': { text: 'SN-1' },
  'scans.drop': { sn: 'SN-1' },
  'slotMap.learn': { on: true },
  'slotMap.rename': { ...slot, name: 'Left' },
  'slotMap.forget': slot,
  'lan.scan': { range: '10.0.0.0/24' },
  'lan.place': { devices: [{ address: 'lan://10.0.0.1' }] },
  'lan.remove': { slotIds: ['lan:1'] },
  'rollouts.start': { slotIds: ['lan:1'] },
  'rollouts.pause': rollout,
  'rollouts.resume': rollout,
  'rollouts.stop': rollout,
  'rollouts.retryFailed': rollout,
  'tasks.list': {},
  'tasks.get': task,
  'tasks.create': {
    productId: 'p',
    name: 'Upgrade',
    description: 'To 2',
    part: { type: 'wifi', identify: 0 },
    fromVersion: 1,
    toVersion: 2,
    image,
  },
  'tasks.start': taskRef,
  'tasks.stop': taskRef,
  'tasks.remove': taskRef,
  'tasks.promote': taskRef,
  'tasks.submit': { ...taskRef, reviewerId: 'm-1' },
  'tasks.review': { ...taskRef, verdict: 'approve' },
  'tasks.changeDevices': { ...taskRef, how: 'add', deviceIds: ['d-1'] },
  'tasks.operations': task,
  'tasks.versionShare': task,
  'firmware.catalogue': {},
  'firmware.inspect': image,
  'firmware.check': image,
  'firmware.pin': { ...image, pinned: true },
  'firmware.remove': image,
  'firmware.fetch': { connectionId: 'plant', firmwareId: 'f-1' },
  'firmware.beginUpload': { name: 'app.bin', sizeBytes: 4 },
  'firmware.upload': { ...upload, offset: 0, bytes: 'AAAA' },
  'firmware.finishUpload': upload,
  'firmware.cancelUpload': upload,
  'units.search': { text: 'aa' },
  'units.story': { sn: 'SN-1' },
  'history.list': {},
  'history.get': job,
  'history.export': { format: 'csv' },
  'history.lot': { lot: 'L-7' },
  'statistics.read': times,
  'outbox.list': {},
  'outbox.retry': { outboxId: 1 },
  'operators.signIn': { operatorId: 'ann', pin: '1234' },
  'operators.resume': { token: 'token' },
  'operators.save': { operatorId: null, name: 'Ann', role: 'lead', pin: '1234' },
  'operators.remove': { operatorId: 'ann' },
  'profiles.get': profile,
  'profiles.check': { text: '{}' },
  'profiles.save': { ...profile, text: '{}', profile: {} },
  'profiles.remove': profile,
  'settings.set': { settings: settingsSchema.parse({}) },
  'connections.test': { connectionId: 'plant' },
}
