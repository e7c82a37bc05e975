// Whether the cloud answers, and what still has to be reported to it and why it waits.
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
import { formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './bench-header.module.css'

type Tone = 'good' | 'warn' | 'bad' | 'none'

const cloudIcons = { unset: IconCloudOff, unknown: IconCloudQuestion, up: IconCloudCheck, down: IconCloudX }
const cloudTones: Record<keyof typeof cloudIcons, Tone> = {
  unset: 'none',
  unknown: 'none',
  up: 'good',
  down: 'bad',
}

export function CloudPill() {
  const { t, language } = useTexts()
  const cloud = useStation((state) => state.picture?.cloud)
  if (!cloud) return null
  const CloudIcon = cloudIcons[cloud.state]
  const host = cloud.host ?? ''
  const error =
    cloud.error &&
    errorText({ code: cloud.error, context: cloud.host === null ? {} : { host: cloud.host } }, language)
  const detail = error ? (
    <>
      <b>{error.title}</b>
      <br />
      {error.remedy}
    </>
  ) : cloud.state === 'down' ? (
    t('cloud.down')
  ) : (
    t(`cloud.${cloud.state}Detail`, { host })
  )
  return (
    <Pill tone={cloudTones[cloud.state]} detail={detail} testId="cloud-state" state={cloud.state}>
      <CloudIcon size={17} aria-hidden="true" />
      {t(`cloud.${cloud.state}`)}
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
  readonly children: ReactNode
}

function Pill({ tone, detail, testId, state, children }: PillProps) {
  return (
    <Tooltip label={detail} multiline maw={340} withArrow events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.pill} data-tone={tone} data-testid={testId} data-state={state}>
        {children}
      </button>
    </Tooltip>
  )
}
