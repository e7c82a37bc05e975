import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { addressesOfInterfaces, listInterfaces } from '../../main/transports/interfaces.ts'

const v4 = (cidr: string, internal = false): NetworkInterfaceInfo => ({
  family: 'IPv4',
  address: cidr.replace(/\/.*/, ''),
  netmask: '',
  mac: '00:00:00:00:00:00',
  internal,
  cidr,
})
const v6 = (cidr: string, scopeid: number): NetworkInterfaceInfo => ({
  ...v4(cidr),
  family: 'IPv6',
  scopeid,
})

const system = () => ({
  lo: [v4('127.0.0.1/8', true), v6('::1/128', 0)],
  eth0: [v4('10.0.0.77/24'), v4('192.168.5.1/28'), v6('fe80::1/64', 2)],
  eth1: [v6('fe80::2/64', 3), v6('fd00::5/64', 0)],
  tun0: [{ ...v4('10.9.9.9/32'), cidr: null }],
  down: [],
})

test('interfaces with their networks; IPv6 where there is nothing else', () => {
  expect(listInterfaces(system)).toEqual([
    { name: 'lo', address: '127.0.0.1', network: '127.0.0.0/8', internal: true },
    { name: 'eth0', address: '10.0.0.77', network: '10.0.0.0/24', internal: false },
    { name: 'eth0', address: '192.168.5.1', network: '192.168.5.0/28', internal: false },
    { name: 'eth1', address: 'fd00::5', network: 'fd00:0:0:0:0:0:0:0/64', internal: false },
  ])
  expect(addressesOfInterfaces(['eth0', 'gone'], system).map(({ address }) => address)).toEqual([
    '10.0.0.77',
    '192.168.5.1',
  ])
  expect(addressesOfInterfaces([], system)).toEqual([])
})

test('this machine has loopback', () => {
  expect(listInterfaces()).toContainEqual({
    name: 'lo',
    address: '127.0.0.1',
    network: '127.0.0.0/8',
    internal: true,
  })
})
