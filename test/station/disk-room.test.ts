// When the disk counts as too full, when as roomy again, and what becomes of the reserve meanwhile.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DiskRoom, usualDiskLimits } from '../../main/station/disk-room.ts'
import { judgeDisk } from '../../main/station/doctor/disk.ts'
import type { DiskState } from '../../preload/contract/index.ts'
import { HandClock, until } from '../outbox/set-up.ts'
import { tempFolder } from '../store/job-fixture.ts'

const megabyte = 1024 * 1024
const limits = { shortBelowBytes: 100 * megabyte, enoughFromBytes: 150 * megabyte, reserveBytes: megabyte }

async function diskRoom(firstBytes: number | null) {
  const dataDir = await tempFolder()
  const clock = new HandClock()
  const told: DiskState[] = []
  const disk = { freeBytes: firstBytes, looks: 0 }
  const room = new DiskRoom({
    ...{ dataDir, limits, clock },
    readFreeBytes: async () => {
      disk.looks += 1
      return disk.freeBytes
    },
    onChange: (state) => told.push(state),
  })
  onTestFinished(() => room.stop())
  const reserve = () => existsSync(join(dataDir, 'reserve.bin'))
  return { dataDir, clock, told, disk, room, reserve }
}

test('too little refuses what is new, and says how much there is and how much is needed', async () => {
  const { room, disk, clock } = await diskRoom(99 * megabyte)
  await expect(room.requireRoom()).rejects.toMatchObject({
    code: 'DISK_FULL',
    context: { freeMegabytes: 99, neededMegabytes: 150 },
  })
  expect(room.state).toEqual({ freeBytes: 99 * megabyte, isShort: true })
  // Just above the limit is not enough any more.
  disk.freeBytes = 149 * megabyte
  clock.turn(1000)
  await expect(room.requireRoom()).rejects.toMatchObject({ code: 'DISK_FULL' })
  disk.freeBytes = 150 * megabyte
  clock.turn(1000)
  await room.requireRoom()
  expect(room.state.isShort).toBe(false)
  disk.freeBytes = 100 * megabyte
  clock.turn(1000)
  await room.requireRoom()
})

test('a file needs its room beside it', async () => {
  const { room } = await diskRoom(130 * megabyte)
  await room.requireRoom(30 * megabyte)
  await expect(room.requireRoom(31 * megabyte)).rejects.toMatchObject({
    context: { freeMegabytes: 130, neededMegabytes: 131 },
  })
  expect(room.state.isShort).toBe(false)
})

test('the disk is looked at once a second at most, also when the clock is set back', async () => {
  const { room, disk, clock } = await diskRoom(megabyte * 1000)
  await Promise.all(Array.from({ length: 64 }, () => room.requireRoom()))
  clock.turn(999)
  await room.requireRoom()
  expect(disk.looks).toBe(1)
  clock.turn(-3_600_000)
  await room.requireRoom()
  expect(disk.looks).toBe(2)
})

test('a disk that does not tell stops nobody', async () => {
  const { room } = await diskRoom(null)
  await room.requireRoom(10 ** 12)
  expect(room.state).toEqual({ freeBytes: null, isShort: false })
})

test('the reserve is made when there is time, given for a refused write, and made again before anything starts', async () => {
  const { room, clock, disk, told, reserve } = await diskRoom(1000 * megabyte)
  room.watch()
  await until(() => expect(clock.next()).toBe(30_000))
  expect(reserve()).toBe(false)
  clock.turn(30_000)
  await until(() => expect(clock.next()).toBe(30_000))
  expect(reserve()).toBe(true)

  // A quota, for example: the disk itself has room.
  expect(room.giveReserve()).toBe(true)
  expect(reserve()).toBe(false)
  expect(told.at(-1)).toMatchObject({ isShort: true })
  clock.turn(2000)
  await expect(room.requireRoom()).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(room.giveReserve()).toBe(false)

  // Full for everybody: nothing is written into what room there is.
  disk.freeBytes = 10 * megabyte
  clock.turn(28_000)
  await until(() => expect(clock.next()).toBe(5000))
  expect(reserve()).toBe(false)

  disk.freeBytes = 200 * megabyte
  clock.turn(5000)
  await until(() => expect(told.at(-1)).toEqual({ freeBytes: 200 * megabyte, isShort: false }))
  expect(reserve()).toBe(true)
  await room.requireRoom()
})

test('the doctor finds a disk full at the same limit', () => {
  const facts = { largestImageBytes: 0, syncMs: null }
  const ids = (freeBytes: number) => judgeDisk({ ...facts, freeBytes }).map(({ finding }) => finding)
  expect(ids(usualDiskLimits.shortBelowBytes - 1)).toEqual(['diskFull'])
  expect(ids(usualDiskLimits.shortBelowBytes)).toEqual(['diskLow'])
})
