// What every ResultSink must do, run on each cloud client against a cloud that can say what it has.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OtaLog, Report, ResultSink } from '../../main/clouds/cloud.ts'

export interface ResultSinkFixture extends AsyncDisposable {
  readonly sink: ResultSink
  readonly otaLog: OtaLog
  /** A success of the same device and task. */
  readonly report: Report
  state(): { openLogs: number; upgradedCount: number; deviceVersion: number | null; reports: boolean[] }
  /** The cloud does the next request and then loses its answer. */
  loseNextAnswer(): void
}

export function describeResultSink(name: string, open: () => Promise<ResultSinkFixture>): void {
  describe(`result sink: ${name}`, () => {
    const never = new AbortController().signal
    let fixture: ResultSinkFixture
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(() => fixture[Symbol.asyncDispose]())

    it('delivers an instruction and its success', async () => {
      const { sink, otaLog, report } = fixture
      await sink.sendOtaLog(otaLog, never)
      expect(fixture.state()).toMatchObject({ openLogs: 1, upgradedCount: 0 })
      await sink.sendReport(report, never)
      expect(fixture.state()).toEqual({
        openLogs: 0,
        upgradedCount: 1,
        deviceVersion: report.toVersion,
        reports: [true],
      })
    })

    it('delivers a failure, which upgrades nothing', async () => {
      const { sink, report } = fixture
      await sink.sendReport({ ...report, succeeded: false }, never)
      expect(fixture.state()).toMatchObject({
        upgradedCount: 0,
        deviceVersion: report.fromVersion,
        reports: [false],
      })
    })

    it('may be repeated after a lost answer without counting twice', async () => {
      const { sink, otaLog, report } = fixture
      fixture.loseNextAnswer()
      await expect(sink.sendOtaLog(otaLog, never)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
      await sink.sendOtaLog(otaLog, never)
      expect(fixture.state()).toMatchObject({ openLogs: 1 })
      fixture.loseNextAnswer()
      await expect(sink.sendReport(report, never)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
      await sink.sendReport(report, never)
      expect(fixture.state()).toMatchObject({
        openLogs: 0,
        upgradedCount: 1,
        deviceVersion: report.toVersion,
      })
    })

    it('says that a result of an unknown device was refused', async () => {
      await expect(
        fixture.sink.sendReport({ ...fixture.report, deviceId: 'nobody' }, never),
      ).rejects.toMatchObject({ code: 'CLOUD_REFUSED' })
      expect(fixture.state().reports).toEqual([])
    })
  })
}
