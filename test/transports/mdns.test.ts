// Real multicast on loopback: our announcer, and the publisher of bonjour-service, against our watch.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { openAnnouncer } from '../../main/practice/lan/announce.ts'
import { announceEsphome, announceShellyGen2 } from '../../main/practice/lan/announcements.ts'
import { watchMdns } from '../../main/transports/mdns.ts'
import type { LanInterface } from '../../preload/contract/index.ts'
import { watchLoopback } from './mdns-watch.ts'

const unit = (mac: string, port: number, version = '1.0.0') => ({ mac, address: '127.0.0.1', port, version })

async function announcer() {
  const opened = await openAnnouncer()
  onTestFinished(() => opened.close())
  return opened
}

test('a device comes, changes what it runs and where it is, and says goodbye', async () => {
  const watch = watchLoopback()
  const { announce } = await announcer()
  const one = unit('A0B1C2D30001', 6053)
  await announce([announceEsphome(one)])
  expect(await watch.sighted({ mac: 'A0B1C2D30001' })).toEqual({
    origin: 'esphome',
    name: 'node-d30001',
    address: 'lan://127.0.0.1',
    mac: 'A0B1C2D30001',
    deviceId: null,
    model: 'esp32dev',
    version: '1.0.0',
    suggested: 'esphome-web',
    accessPoint: 'lo',
  })
  await announce([announceEsphome({ ...one, version: '2.0.0', address: '127.0.0.5' })])
  await watch.sighted({ mac: 'A0B1C2D30001', version: '2.0.0', address: 'lan://127.0.0.5' })
  await announce([])
  await watch.gone({ mac: 'A0B1C2D30001', version: '2.0.0' })
})

test('a device that was there before is found, also when it answers with the pointer alone', async () => {
  const { announce } = await announcer()
  await announce([announceShellyGen2(unit('A0B1C2D30002', 80))])
  const watch = watchLoopback()
  await watch.sighted({ name: 'shellyplus1pm-a0b1c2d30002', mac: 'A0B1C2D30002', suggested: 'shelly-gen2' })
})

test('a device is told of again as often as it is heard, and is gone when it was silent for too long', async () => {
  const { announce, vanish } = await announcer()
  await announce([announceEsphome(unit('A0B1C2D30003', 6053))])
  const watch = watchLoopback({ requeryMs: 50, silentMs: 250 })
  for (let heard = 0; heard < 4; heard += 1) await watch.sighted({ mac: 'A0B1C2D30003' })
  await vanish()
  await watch.gone({ mac: 'A0B1C2D30003' })
})

test('garbage on the port of mDNS changes nothing', async () => {
  const watch = watchLoopback()
  const socket = createSocket('udp4')
  onTestFinished(() => void socket.close())
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.setMulticastInterface('127.0.0.1')
  const header = Buffer.from('000084000000ffff00000000', 'hex')
  const loop = Buffer.concat([Buffer.from('000084000000000100000000', 'hex'), Buffer.from('c00c', 'hex')])
  for (const bytes of [Buffer.alloc(0), Buffer.from('x'), header, loop, Buffer.alloc(9000, 0xc0)])
    socket.send(bytes, 5353, '224.0.0.251')
  const { announce } = await announcer()
  await announce([announceEsphome(unit('A0B1C2D30004', 6053))])
  await watch.sighted({ mac: 'A0B1C2D30004' })
})

test('an interface without an address is told of, waited for, and listened on when it has one', async () => {
  const { announce } = await announcer()
  await announce([announceEsphome(unit('A0B1C2D30005', 6053))])
  const place = { name: 'lo', address: '127.0.0.1', network: '127.0.0.0/8', internal: true }
  let now: LanInterface[] = []
  const watch = watchLoopback({ list: () => now, requeryMs: 20 })
  expect(await watch.state()).toMatchObject({
    code: 'LAN_INTERFACE',
    context: { interface: 'lo', reason: 'noAddress' },
  })
  now = [place]
  await watch.sighted({ mac: 'A0B1C2D30005' })
  expect(await watch.state()).toBe(null)
  now = []
  expect(await watch.state()).toMatchObject({ context: { reason: 'noAddress' } })
})

test('what a callback throws ends the watch with it', async () => {
  const { announce } = await announcer()
  await announce([announceEsphome(unit('A0B1C2D30006', 6053))])
  const onSighting = () => {
    throw new RangeError('mine')
  }
  const signal = new AbortController().signal
  const watching = watchMdns({ interfaces: ['lo'], onSighting, onGone: () => {}, signal })
  await expect(watching).rejects.toThrow(RangeError)
})
