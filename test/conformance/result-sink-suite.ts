// What every ResultSink must do, run on each cloud client against a cloud that can say what it has.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OtaLog, OtherResults, Report, ResultSink } from '../../main/clouds/cloud.ts'

const none: OtherResults = { laterJobs: [], earlierEnds: [] }

export interface ResultSinkFixture extends AsyncDisposable {
  readonly sink: ResultSink
  readonly otaLog: OtaLog
  /** A success of the same device and task. */
  readonly report: Report
  /** The same, by a credential that may send and not look. */
  readonly blindSink: ResultSink
  state(): Promise<{
    openLogs: number
    upgradedCount: number
    deviceVersion: number | null
    reports: boolean[]
  }>
  /** The connection breaks at the next request: `before` the cloud does it, or `after`, when only the answer is lost. */
  cutNext(when: 'before' | 'after'): void
}

export function describeResultSink(name: string, open: () => Promise<ResultSinkFixture>): void {
  describe(`result sink: ${name}`, () => {
    const never = new AbortController().signal
    let fixture: ResultSinkFixture
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(() => fixture[Symbol.asyncDispose]())

    const send = (report: Report) => fixture.sink.sendReport(report, never)
    const sendCut = async (report: Report, when: 'before' | 'after') => {
      fixture.cutNext(when)
      await expect(send(report)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
    }
    const has = (report: Report) => fixture.sink.hasReport(report, none, never)
    const failed = () => ({ ...fixture.report, succeeded: false, description: 'failed: LINK_LOST in flash' })

    it('delivers an instruction and its success', async () => {
      const { sink, otaLog, report } = fixture
      await sink.sendOtaLog(otaLog, never)
      expect(await fixture.state()).toMatchObject({ openLogs: 1, upgradedCount: 0 })
      await send(report)
      expect(await fixture.state()).toEqual({
        openLogs: 0,
        upgradedCount: 1,
        deviceVersion: report.toVersion,
        reports: [true],
      })
    })

    it('delivers a failure, which upgrades nothing', async () => {
      const { report } = fixture
      await send(failed())
      expect(await fixture.state()).toMatchObject({
        upgradedCount: 0,
        deviceVersion: report.fromVersion,
        reports: [false],
      })
    })

    it('an instruction whose answer is lost is there once', async () => {
      fixture.cutNext('after')
      await fixture.sink.sendOtaLog(fixture.otaLog, never)
      await fixture.sink.sendOtaLog(fixture.otaLog, never)
      expect(await fixture.state()).toMatchObject({ openLogs: 1 })
    })

    it('a result whose answer is lost may be sent again without counting twice', async () => {
      const { sink, otaLog, report } = fixture
      await sink.sendOtaLog(otaLog, never)
      await sendCut(report, 'after')
      await send(report)
      expect(await fixture.state()).toMatchObject({
        openLogs: 0,
        upgradedCount: 1,
        deviceVersion: report.toVersion,
      })
    })

    it('knows whether a success arrived', async () => {
      const { sink, otaLog, report } = fixture
      expect(await has(report)).toBe('unknown')
      await sink.sendOtaLog(otaLog, never)
      expect(await has(report)).toBe('no')
      await sendCut(report, 'before')
      expect(await has(report)).toBe('no')
      await sendCut(report, 'after')
      expect(await has(report)).toBe('yes')
      expect((await fixture.state()).reports).toEqual([true])
    })

    it('does not take an earlier success for a later one', async () => {
      const { sink, otaLog, report } = fixture
      await sink.sendOtaLog(otaLog, never)
      await send(report)
      const later = {
        ...report,
        startedAt: new Date(Date.parse(report.endedAt) + 3_600_000).toISOString(),
        endedAt: new Date(Date.parse(report.endedAt) + 7_200_000).toISOString(),
      }
      await sink.sendOtaLog(otaLog, never)
      expect(await has(later)).toBe('no')
      await send(later)
      expect(await has(later)).toBe('yes')
    })

    it('never says that a failure did not arrive when it did', async () => {
      await fixture.sink.sendOtaLog(fixture.otaLog, never)
      await sendCut(failed(), 'before')
      expect(await has(failed())).not.toBe('yes')
      await sendCut(failed(), 'after')
      expect(await has(failed())).not.toBe('no')
    })

    it('cannot tell without a task, or without the right to look', async () => {
      const { sink, otaLog, report, blindSink } = fixture
      await sink.sendOtaLog(otaLog, never)
      expect(await has({ ...report, taskId: null })).toBe('unknown')
      await blindSink.sendReport(report, never)
      expect(await blindSink.hasReport(report, none, never)).toBe('unknown')
    })

    it('says that a result of an unknown device was refused', async () => {
      await expect(send({ ...fixture.report, deviceId: 'nobody' })).rejects.toMatchObject({
        code: 'CLOUD_REFUSED',
      })
      expect((await fixture.state()).reports).toEqual([])
    })

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('enough')
      const aborted = AbortSignal.abort(reason)
      const { sink, otaLog, report } = fixture
      await expect(sink.sendOtaLog(otaLog, aborted)).rejects.toBe(reason)
      await expect(sink.sendReport(report, aborted)).rejects.toBe(reason)
      await expect(sink.hasReport(report, none, aborted)).rejects.toBe(reason)
    })
  })
}
