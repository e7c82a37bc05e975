// What every protocol must do with its device, whatever goes wrong: asserted on the device's memory, byte for byte.
import { describe, expect, test } from 'vitest'
import type { WriteEvent } from '../../main/protocols/protocol.ts'
import { errorCodes } from '../../preload/contract/index.ts'
import type { ProtocolBed } from './protocol-bed.ts'
import { type Ended, type Phase, ProtocolRun } from './protocol-run.ts'

const rubbish = Uint8Array.from({ length: 64 }, (_, index) => (index * 37 + 11) & 0x7f)

export function describeProtocol(name: string, bed: ProtocolBed): void {
  const lasting = { timeout: 60_000 }

  describe.concurrent(name, () => {
    test('writes, proves and starts an image', lasting, async () => {
      await using run = new ProtocolRun(bed)
      const ended = await run.flash()
      expect(ended).toMatchObject({ code: null, phase: 'reset', chip: { family: bed.family } })
      expect(run.holdsImage()).toBe(true)
      const kinds = ended.writes.map(({ kind }) => kind)
      expect(kinds.indexOf('accepted')).toBe(kinds.lastIndexOf('accepted'))
      expect(kinds.indexOf('accepted')).toBeLessThan(kinds.indexOf('progress'))
      expect(kinds.filter((kind) => kind === 'pointOfNoReturn')).toHaveLength(1)
      expectProgress(ended)
      if (bed.lie) expect(ended.verifies.at(-1)).toMatchObject({ kind: 'proved' })
      expect(await run.read(/APP version \S+ running/)).toContain(`APP version ${bed.version} running`)
    })

    test('writes the same image again', lasting, async () => {
      await using run = new ProtocolRun(bed)
      expect((await run.flash()).code).toBeNull()
      const again = await run.flash()
      expect(again.code).toBeNull()
      expect(run.holdsImage()).toBe(true)
    })

    describe.each<Phase>(phasesOf(bed))('in the phase %s', (phase) => {
      test('a cancel ends it at once, and the next run succeeds', lasting, async () => {
        await using run = new ProtocolRun(bed)
        const cancel = new AbortController()
        const reason = new Error('cancelled')
        const ended = await run.flash({
          signal: cancel.signal,
          ...at(phase, () => cancel.abort(reason)),
        })
        expect(ended).toMatchObject({ code: 'ABORTED', phase })
        expect(ended.error).toBe(reason)
        await expectSuccess(run)
      })

      test('a pulled cable is LINK_LOST, and the next run succeeds', lasting, async () => {
        await using run = new ProtocolRun(bed)
        const ended = await run.flash(at(phase, () => run.unplug()))
        expect(ended).toMatchObject({ code: 'LINK_LOST', phase })
        run.replug()
        await expectSuccess(run)
      })
    })

    test('a cut while the flash is written leaves a device that the next run repairs', lasting, async () => {
      await using run = new ProtocolRun(bed)
      const [first] = bed.expected
      if (!first) throw new Error('the bed expects nothing')
      run.device.set({ cutAfterStoredBytes: Math.floor(first.bytes.length / 2) })
      const ended = await run.flash()
      expect(ended.code).toBe('LINK_LOST')
      expect(ended.writes.some(({ kind }) => kind === 'pointOfNoReturn')).toBe(!bed.keepsOldFirmware)
      expect(run.holdsImage()).toBe(false)
      run.replug()
      await expectSuccess(run)
    })

    test('a device that says nothing is told from a cable that is not there', lasting, async () => {
      await using run = new ProtocolRun(bed)
      const before = Buffer.from(run.storage)
      run.device.set({ silent: true })
      const ended = await run.flash()
      expect(bed.silentCodes).toContain(ended.code)
      expect(ended.phase).toBe(bed.firstTalk)
      expect(run.storage.equals(before)).toBe(true)
    })

    test.skipIf(bed.lacks.hang)('a device that hangs in mid write ends with a code', lasting, async () => {
      await using run = new ProtocolRun(bed)
      run.device.set({ hangAfterStoredBytes: 1 })
      const ended = await run.flash()
      expect(errorCodes).toContain(ended.code)
      expect(ended.phase).toMatch(/write|verify/)
      run.device.set({ silent: false, hangAfterStoredBytes: null })
      run.unplug()
      run.replug()
      await expectSuccess(run)
    })

    test.skipIf(bed.lacks.noiseInAnswers)('noise before it was asked is survived', lasting, async () => {
      await using run = new ProtocolRun(bed)
      let isFirst = true
      const ended = await run.flash({
        onPhase(phase) {
          if (phase === 'connect' && isFirst) run.device.set({ noiseBeforeAnswers: rubbish })
          isFirst = false
          if (phase === 'write') run.device.set({ noiseBeforeAnswers: null })
        },
      })
      // Noise with every single answer may be too much; then nothing was written, and silence afterwards is enough.
      if (ended.code !== null) {
        expect(errorCodes).toContain(ended.code)
        expect(ended.phase).toBe(bed.firstTalk)
        run.device.set({ noiseBeforeAnswers: null })
        await expectSuccess(run)
      } else expect(run.holdsImage()).toBe(true)
    })

    test.skipIf(bed.lacks.bitFlips).each(['flipIn', 'flipOut', 'loseOut'] as const)(
      'a byte spoiled in mid write (%s) is repaired, or found',
      lasting,
      async (fault) => {
        await using run = new ProtocolRun(bed)
        let progress = 0
        const ended = await run.flash({
          onWrite: ({ kind }) => {
            if (kind === 'progress' && ++progress === 2) run.device.set({ [fault]: { at: 3, times: 1 } })
          },
        })
        if (ended.code === null) expect(run.holdsImage()).toBe(true)
        else expect(errorCodes).toContain(ended.code)
        run.device.set({ [fault]: null })
        await expectSuccess(run)
      },
    )

    test.each(bed.refused)('$name is refused before anything is written', lasting, async (refused) => {
      await using run = new ProtocolRun(bed, refused.create?.())
      const before = Buffer.from(run.storage)
      const { image, options } = refused
      const ended = await run.flash({ image, ...(options ? { options } : {}) })
      expect(ended.code).toBe(refused.code)
      expect(ended.phase).toBe('connect')
      expect(run.storage.equals(before)).toBe(true)
    })

    const { lie, refusedWriteCodes } = bed
    test.runIf(lie)('a byte that is wrong in the device is found by verify', lasting, async () => {
      await using run = new ProtocolRun(bed)
      run.device.set({ lieAt: lie?.offset ?? 0 })
      const ended = await run.flash()
      expect(ended).toMatchObject({ code: 'VERIFY_MISMATCH', phase: 'verify' })
      if (lie?.address != null) expect(ended.error).toMatchObject({ context: { address: lie.address } })
      run.device.set({ lieAt: null })
      await expectSuccess(run)
    })

    test.runIf(refusedWriteCodes)('flash that refuses is told', lasting, async () => {
      await using run = new ProtocolRun(bed)
      const [first] = bed.expected
      run.device.set({ refuseFrom: (first?.offset ?? 0) + 1 })
      const ended = await run.flash()
      expect(refusedWriteCodes).toContain(ended.code)
      expect(ended.phase).toMatch(/write|verify/)
      run.device.set({ refuseFrom: null })
      await expectSuccess(run)
    })
  })
}

function phasesOf({ firstTalk, lie }: ProtocolBed): Phase[] {
  const phases: Phase[] = ['write']
  if (firstTalk === 'connect') phases.unshift('connect')
  // Nothing is asked of a device that can prove nothing.
  if (lie) phases.push('verify')
  return phases
}

/** Calls `act` once: when the phase begins (connect), or after its first progress. */
function at(phase: Phase, act: () => void) {
  let isDone = false
  const once = (): void => {
    if (isDone) return
    isDone = true
    act()
  }
  if (phase === 'connect') return { onPhase: (begun: Phase) => begun === 'connect' && setImmediate(once) }
  if (phase === 'write') return { onWrite: ({ kind }: WriteEvent) => kind === 'progress' && once() }
  // The proof may come in one piece: then before the first answer to it.
  return { onPhase: (begun: Phase) => begun === 'verify' && setImmediate(once) }
}

async function expectSuccess(run: ProtocolRun): Promise<void> {
  const ended = await run.flash()
  expect(ended).toMatchObject({ code: null, phase: 'reset' })
  expect(run.holdsImage()).toBe(true)
}

function expectProgress({ writes, plan }: Ended): void {
  const done = writes.flatMap((event) => (event.kind === 'progress' ? [event] : []))
  expect(done.length).toBeGreaterThan(1)
  expect(done.at(-1)?.doneBytes).toBe(done.at(-1)?.totalBytes)
  expect(done.at(-1)?.totalBytes).toBe(plan?.totalBytes)
  const counts = done.map(({ doneBytes }) => doneBytes)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
}
