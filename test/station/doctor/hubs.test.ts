// How adapters are plugged, read from a real tree of files, and what is wrong with it.
import { expect, it } from 'vitest'
import { checkHubs, depthOfLocation } from '../../../main/station/doctor/hubs.ts'
import { adapters, controller, type FakeDevice, fakeMachine, rootHub } from './fake-sys.ts'

const powered = { selfPowered: true } as const
const findings = async (devices: readonly FakeDevice[]) =>
  (await checkHubs(await fakeMachine(devices))).map(({ finding, facts }) => ({ finding, facts }))

it('finds nothing in the way of adapters on a good hub', async () => {
  const hub: FakeDevice = { name: '1-2', hub: '02', ...powered }
  expect(await findings([rootHub, hub, ...adapters('1-2', 7)])).toEqual([
    { finding: 'hubsFine', facts: { ports: 7, hubs: 1 } },
  ])
})

it('counts the adapters that share one translator, also those behind a slow hub', async () => {
  const hub: FakeDevice = { name: '1-2', hub: '01', ...powered }
  expect(await findings([rootHub, hub, ...adapters('1-2', 4)])).toMatchObject([{ finding: 'hubsFine' }])
  const slowHub: FakeDevice = { name: '1-2.7', hub: '00', megabits: 12, ...powered }
  expect(await findings([rootHub, hub, ...adapters('1-2', 4), slowHub, ...adapters('1-2.7', 2)])).toEqual([
    { finding: 'hubShared', facts: { place: '1-2', ports: 6 } },
  ])
})

it('does not count adapters of high speed: they need no translator', async () => {
  const hub: FakeDevice = { name: '1-2', hub: '01', ...powered }
  expect(await findings([rootHub, hub, ...adapters('1-2', 7, { megabits: 480 })])).toMatchObject([
    { finding: 'hubsFine' },
  ])
})

it('warns of five hubs in a row, and not of four', async () => {
  const chain = (length: number): FakeDevice[] =>
    Array.from({ length }, (_, index) => ({
      name: `1-${Array(index + 1)
        .fill(1)
        .join('.')}`,
      hub: '02',
      ...powered,
    }))
  expect(await findings([rootHub, ...chain(4), ...adapters('1-1.1.1.1', 1)])).toMatchObject([
    { finding: 'hubsFine' },
  ])
  const lines = await findings([rootHub, ...chain(5), ...adapters('1-1.1.1.1.1', 1)])
  expect(lines).toMatchObject([{ finding: 'hubDeep', facts: { depth: 5 } }])
})

it('adds up what a hub without a supply has to feed', async () => {
  const hub: FakeDevice = { name: '1-2', hub: '02' }
  const hungry = adapters('1-2', 5, { milliamps: 90 })
  expect(await findings([rootHub, hub, ...hungry])).toEqual([
    { finding: 'hubUnpowered', facts: { place: '1-2', milliamps: 550 } },
  ])
  expect(await findings([rootHub, hub, ...hungry.slice(0, 4)])).toMatchObject([{ finding: 'hubsFine' }])
  expect(await findings([rootHub, { ...hub, ...powered }, ...hungry])).toMatchObject([
    { finding: 'hubsFine' },
  ])
})

it('counts the endpoints of a controller over both of its buses', async () => {
  const hub = (name: string): FakeDevice => ({ name, hub: '02', ...powered, interfaces: [{ endpoints: 1 }] })
  const other: FakeDevice = { ...rootHub, name: 'usb2' }
  // Three for each adapter, two for each hub.
  const devices = [rootHub, other, hub('1-1'), hub('2-1'), ...adapters('1-1', 13), ...adapters('2-1', 13)]
  expect(await findings(devices)).toEqual([
    { finding: 'controllerFull', facts: { place: controller, endpoints: 82 } },
  ])
  expect(await findings(devices.slice(0, -3))).toMatchObject([{ finding: 'hubsFine' }])
})

it.each([
  ['14230000', 1],
  ['0x14200000', 0],
  ['02123450', 4],
  ['Port_#0004.Hub_#0003', null],
])('macOS: %s has %s hubs before it', (location, depth) => {
  expect(depthOfLocation(location)).toBe(depth)
})

it('says where hubs cannot be seen, and still tells depth on macOS', async () => {
  const port = { path: '/dev/cu.usbserial-1', vendorId: '0403', locationId: '14111111' }
  const mac = await fakeMachine([], { platform: 'darwin', listPorts: async () => [port] })
  expect((await checkHubs(mac)).map(({ finding }) => finding)).toEqual(['hubDeep', 'hubsUntold'])
  const windows = await fakeMachine([], { platform: 'win32' })
  expect((await checkHubs(windows)).map(({ finding }) => finding)).toEqual(['hubsUntold'])
})
