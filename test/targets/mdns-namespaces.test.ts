// Discovery between two hosts, as far as one machine can have them: Avahi, which nobody here wrote, announces and looks for
// devices in one network namespace, and we do in the other.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Announcement } from '../../main/practice/lan/announce.ts'
import { announceEsphome, announceShellyGen2 } from '../../main/practice/lan/announcements.ts'
import { type Lan, type Namespace, openLan, type Running } from './namespaces.ts'

const child = join(import.meta.dirname, 'mdns-child.ts')
const node = process.execPath
const mac = 'A0B1C2D30001'

type Seen = Readonly<Record<string, unknown>>
const watchIn = (place: Namespace, interfaces: readonly string[], requeryMs = 500) => {
  const running = place.start(node, child, 'watch', String(requeryMs), ...interfaces)
  const seen = (line: string): Seen => JSON.parse(line)
  const take = async (facts: Seen): Promise<Seen> =>
    seen(
      await running.lines.take((line) =>
        Object.entries(facts).every(([key, value]) => seen(line)[key] === value),
      ),
    )
  return { take, rest: () => running.lines.waiting.map(seen), stop: running.stop }
}
const announceIn = async (place: Namespace, address: string, ...announcements: Announcement[]) => {
  const running = place.start(
    node,
    child,
    'announce',
    address,
    ...announcements.map((one) => JSON.stringify(one)),
  )
  await running.lines.take((line) => line.includes('announced'))
  return running
}

/** Avahi with a message bus of its own, so that nothing else on the machine is touched. Its tools are started by `run`. */
async function startAvahi(place: Namespace, interfaceName: string) {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-avahi-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const bus = `unix:path=${join(folder, 'bus')}`
  const policy =
    '<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/>'
  await writeFile(
    join(folder, 'bus.conf'),
    `<busconfig><type>custom</type><listen>${bus}</listen><auth>EXTERNAL</auth>
     <policy context="default">${policy}<allow receive_type="method_call"/><allow receive_sender="*"/></policy></busconfig>`,
  )
  await writeFile(
    join(folder, 'avahi.conf'),
    `[server]\nhost-name=labpeer\nallow-interfaces=${interfaceName}\nuse-ipv6=no\n`,
  )
  // The namespace's own mounts: the daemon's folder is that of no other daemon.
  const own = 'mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon'
  const busDaemon = place.start(
    'dbus-daemon',
    `--config-file=${join(folder, 'bus.conf')}`,
    ...['--nofork', '--nopidfile', '--print-address'],
  )
  await busDaemon.lines.take(() => true)
  const env = `DBUS_SYSTEM_BUS_ADDRESS=${bus}`
  const daemon = `avahi-daemon -f ${join(folder, 'avahi.conf')} --no-drop-root --no-chroot --no-rlimits`
  const avahi = place.start('sh', '-c', `${own} && ${env} exec ${daemon} 2>&1`)
  await avahi.lines.take((line) => line.includes('startup complete'))
  return { run: (tool: string, ...args: string[]): Running => place.start('env', env, tool, ...args) }
}

const esphome = (address: string, ours = mac) =>
  announceEsphome({ mac: ours, address, port: 6053, version: '1.0.0' })

test('a device that Avahi announces comes and goes', async () => {
  const lan = await openLan(1)
  const avahi = await startAvahi(lan.far, 'far0')
  const watch = watchIn(lan.near, ['near0'])
  const txt = ['mac=a0b1c2d30001', 'version=1.0.0', 'board=esp32dev']
  const publish = avahi.run('avahi-publish', '-s', 'pump', '_esphomelib._tcp', '6053', ...txt)
  expect(await watch.take({ event: 'sighting' })).toEqual({
    event: 'sighting',
    origin: 'esphome',
    name: 'pump',
    address: 'lan://10.77.0.2',
    mac,
    deviceId: null,
    model: 'esp32dev',
    version: '1.0.0',
    suggested: 'esphome-web',
    accessPoint: 'near0',
  })
  await publish.stop()
  expect(await watch.take({ event: 'gone' })).toMatchObject({ mac })
})

test('Avahi finds what we announce', async () => {
  const lan = await openLan(1)
  const avahi = await startAvahi(lan.far, 'far0')
  const shelly = announceShellyGen2({ mac, address: '10.77.0.1', port: 80, version: '1.0.8' })
  await announceIn(lan.near, '10.77.0.1', shelly, esphome('10.77.0.1'))
  const find = async (service: string) => {
    const browse = avahi.run('avahi-browse', '-rp', service)
    return (await browse.lines.take((line) => line.startsWith('='))).split(';').slice(1)
  }
  expect(await find('_shelly._tcp')).toEqual([
    ...['far0', 'IPv4', 'shellyplus1pm-a0b1c2d30001', '_shelly._tcp', 'local'],
    ...['shellyplus1pm-a0b1c2d30001.local', '10.77.0.1', '80', expect.stringContaining('"app=Plus1PM"')],
  ])
  expect((await find('_esphomelib._tcp'))[8]).toContain('"mac=a0b1c2d30001"')
})

test('on two interfaces at once, each device is told of by the one that it is behind', async () => {
  const lan = await openLan(2)
  const watch = watchIn(lan.near, ['near0', 'near1'])
  const only = watchIn(lan.near, ['near1'])
  await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2'))
  const first = await watch.take({ event: 'sighting', mac })
  expect(first).toMatchObject({ accessPoint: 'near0', address: 'lan://10.77.0.2' })
  await announceIn(lan.far, '10.77.1.2', esphome('10.77.1.2', 'A0B1C2D30002'))
  const second = await watch.take({ event: 'sighting', mac: 'A0B1C2D30002' })
  expect(second).toMatchObject({ accessPoint: 'near1', address: 'lan://10.77.1.2' })
  await only.take({ event: 'sighting', mac: 'A0B1C2D30002' })
  const mixed = (seen: Seen) =>
    seen.event === 'sighting' && (seen.mac === mac) !== (seen.accessPoint === 'near0')
  expect([...watch.rest(), ...only.rest()].filter(mixed)).toEqual([])
  expect(only.rest().filter((seen) => seen.mac === mac)).toEqual([])
})

test('an interface that goes away and comes back is listened on again', async () => {
  const lan: Lan = await openLan(1)
  const watch = watchIn(lan.near, ['near0'])
  const before = await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2'))
  await watch.take({ event: 'sighting', mac })
  await lan.unplug(0)
  expect(await watch.take({ event: 'state', name: 'near0', reason: 'noAddress' })).toBeTruthy()
  await before.stop()
  await lan.plug(0)
  await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2', 'A0B1C2D30003'))
  await watch.take({ event: 'sighting', mac: 'A0B1C2D30003' })
  await watch.take({ event: 'state', name: 'near0', reason: null })
})

test('an interface that was another one before anybody looked is listened on again', async () => {
  const lan = await openLan(1)
  const watch = watchIn(lan.near, ['near0'], 4000)
  const before = await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2'))
  await watch.take({ event: 'sighting', mac })
  await lan.unplug(0)
  await lan.plug(0)
  await before.stop()
  await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2', 'A0B1C2D30003'))
  await watch.take({ event: 'sighting', mac: 'A0B1C2D30003' })
})

test('where another program keeps the port of mDNS, that is said, and ends when the port is free', async () => {
  const lan = await openLan(1)
  const occupier = lan.near.start('sh', '-c', 'exec socat -u -d -d UDP4-RECV:5353 FD:1 2>&1')
  await occupier.lines.take((line) => line.includes('starting data transfer'))
  await announceIn(lan.far, '10.77.0.2', esphome('10.77.0.2'))
  const watch = watchIn(lan.near, ['near0'])
  await watch.take({ event: 'state', name: 'near0', reason: 'EADDRINUSE' })
  await occupier.stop()
  await watch.take({ event: 'sighting', mac })
})
