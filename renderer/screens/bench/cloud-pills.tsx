// Whether the cloud answers and how old its tasks are, and what still has to be reported to it and why it waits.
// data-testid: cloud-state (data-state, data-age), outbox-state.
import { Tooltip } from '@mantine/core'
import {
  IconCloudCheck,
  IconCloudOff,
  IconCloudQuestion,
  IconCloudX,
  IconSend,
  IconSendOff,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatMinute, formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './bench-header.module.css'
import { cloudLook, type TaskAge, type Tone } from './cloud-look.ts'

const cloudIcons = { unset: IconCloudOff, unknown: IconCloudQuestion, up: IconCloudCheck, down: IconCloudX }

export function CloudPill() {
  const { t, language } = useTexts()
  const cloud = useStation((state) => state.picture?.cloud)
  const nowMs = useNow()
  if (!cloud) return null
  const { state, host } = cloud
  const CloudIcon = cloudIcons[state]
  const { age, tone, label } = cloudLook(cloud, nowMs)
  const time = cloud.syncedAt === null ? '' : formatMinute(cloud.syncedAt, language, new Date(nowMs))
  const error =
    cloud.error && errorText({ code: cloud.error, context: host === null ? {} : { host } }, language)
  const detail = (
    <>
      {error ? (
        <div>
          <b>{error.title}</b>
          <br />
          {error.remedy}
        </div>
      ) : (
        <div>{state === 'down' ? t('cloud.down') : t(`cloud.${state}Detail`, { host: host ?? '' })}</div>
      )}
      {label === 'downSynced' && <div>{t('cloud.downDecides', { time })}</div>}
      {state === 'up' && age !== 'none' && <div>{t('cloud.syncedDetail', { time })}</div>}
      {label === 'upOld' && <div>{t('cloud.oldDetail')}</div>}
    </>
  )
  return (
    <Pill tone={tone} detail={detail} testId="cloud-state" state={state} age={age}>
      <CloudIcon size={17} aria-hidden="true" />
      {t(`cloud.${label}`, { time })}
    </Pill>
  )
}

export function OutboxPill() {
  const { t, language } = useTexts()
  const outbox = useStation((state) => state.picture?.outbox)
  if (!outbox) return null
  const { waiting, dead, oldestAt, lastError } = outbox
  const reason = lastError && errorText({ code: lastError, context: {} }, language)
  const since = oldestAt === null ? '' : formatTime(oldestAt, language)
  const detail = (
    <>
      {waiting === 0 && dead === 0 && t('outbox.emptyDetail')}
      {waiting > 0 && <div>{t('outbox.waitingDetail', { waiting, since })}</div>}
      {dead > 0 && <div>{t('outbox.deadDetail', { dead })}</div>}
      {reason && (
        <div>
          <b>{t('outbox.because', { reason: reason.title })}</b> {reason.remedy}
        </div>
      )}
    </>
  )
  const tone: Tone = dead > 0 ? 'bad' : waiting > 0 ? 'warn' : 'good'
  const said = [
    ...(waiting > 0 ? [t('outbox.waiting', { count: waiting })] : []),
    ...(dead > 0 ? [t('outbox.dead', { count: dead })] : []),
  ]
  return (
    <Pill tone={tone} detail={detail} testId="outbox-state" state={String(waiting)}>
      {tone === 'bad' ? (
        <IconSendOff size={17} aria-hidden="true" />
      ) : (
        <IconSend size={17} aria-hidden="true" />
      )}
      {said.length === 0 ? t('outbox.empty') : said.join(' · ')}
    </Pill>
  )
}

interface PillProps {
  readonly tone: Tone
  readonly detail: ReactNode
  readonly testId: string
  readonly state: string
  readonly age?: TaskAge
  readonly children: ReactNode
}

function Pill({ tone, detail, testId, state, age, children }: PillProps) {
  return (
    <Tooltip label={detail} multiline maw={340} withArrow events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        className={classes.pill}
        data-tone={tone}
        data-testid={testId}
        data-state={state}
        data-age={age}
      >
        {children}
      </button>
    </Tooltip>
  )
}
