// Everything the record says about device, firmware and circumstances, as names and values.
import type { Job } from '../../../preload/contract/model.ts'
import { useStation } from '../../store/station-store.ts'
import { formatBytes, formatDateTime, formatDuration, formatVersion } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import classes from './job-drawer.module.css'
import { recordedChip, recordedProof, versionSource } from './recorded-facts.ts'

type Fact = readonly [name: string, value: string | null]

export function JobFacts({ job }: { job: Job }) {
  const { t, language } = useTexts()
  const order = useStation(
    ({ picture }) => picture?.orders.find(({ orderId }) => orderId === job.orderId)?.name,
  )
  const tookMs = job.endedAt === null ? null : Date.parse(job.endedAt) - Date.parse(job.startedAt)
  const { firmware } = job
  const chip = recordedChip(job, language)
  const source = versionSource(job, language)
  const from = formatVersion(job.fromVersion)
  const proof = recordedProof(job, language)
  const device: Fact[] = [
    [t('job.sn'), job.device.sn],
    [t('job.mac'), job.device.mac],
    [t('job.deviceId'), job.device.deviceId],
    [t('job.from'), from !== null && source !== null ? `${from} · ${source}` : from],
    [t('job.to'), formatVersion(job.toVersion)],
    [t('job.booted'), formatVersion(job.bootedVersion)],
  ]
  const image: Fact[] = firmware
    ? [
        [t('job.size'), formatBytes(firmware.sizeBytes, language)],
        [t('job.md5'), firmware.md5],
        [t('job.sha256'), firmware.sha256],
        [t('job.source'), firmware.url],
        ...(proof
          ? ([
              [t('job.proof'), proof.how],
              [t('job.proved'), proof.digest],
            ] satisfies Fact[])
          : []),
      ]
    : []
  const circumstances: Fact[] = [
    [t('job.product'), job.productId],
    [t('job.part'), `${t(`part.${job.part.type}`)} ${job.part.identify}`],
    [t('job.task'), job.task ? `${job.task.name} (${job.task.taskId})` : null],
    ...(job.orderId === null ? [] : [[t('records.field.orderId'), order ?? job.orderId] satisfies Fact]),
    ...(job.lot === null ? [] : [[t('records.field.lot'), job.lot] satisfies Fact]),
    [t('job.slot'), slotName(t, job.slotName)],
    [t('job.link'), job.link],
    [t('job.protocol'), job.protocol],
    [t('job.profile'), job.profileId],
    [t('job.operator'), job.operator || null],
    [t('job.started'), formatDateTime(job.startedAt, language)],
    [t('job.ended'), job.endedAt && formatDateTime(job.endedAt, language)],
    [t('job.duration'), tookMs === null ? null : formatDuration(tookMs, language)],
    [t('job.jobId'), job.jobId],
  ]
  return (
    <>
      <Facts title={t('job.device')} facts={device} />
      {chip && (
        <Facts
          title={t('job.chip')}
          facts={[[t('job.chipName'), chip.name], [t('job.flashSize'), chip.flashSize], ...chip.facts]}
        />
      )}
      {image.length > 0 && <Facts title={t('job.firmware')} facts={image} />}
      <Facts title={t('job.title')} facts={circumstances} />
    </>
  )
}

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  const { t } = useTexts()
  return (
    <section>
      <h3 className={classes.section}>{title}</h3>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? t('job.none')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
