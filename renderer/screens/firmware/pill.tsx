// A short word with its sign, in a colour that agrees with it; the sign and the word say it without the colour.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconFileOff,
  IconLoader,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './pill.module.css'

type Tone = 'good' | 'warn' | 'bad' | 'quiet'

export function Pill({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.pill} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}

const signs = { size: 15, stroke: 2, 'aria-hidden': true } as const

const statusLooks = {
  verified: { tone: 'good', icon: <IconCircleCheck {...signs} /> },
  exempt: { tone: 'good', icon: <IconCircleCheck {...signs} /> },
  unverified: { tone: 'warn', icon: <IconAlertTriangle {...signs} /> },
  verifying: { tone: 'quiet', icon: <IconLoader {...signs} /> },
  failed: { tone: 'bad', icon: <IconCircleX {...signs} /> },
  unknown: { tone: 'warn', icon: <IconAlertTriangle {...signs} /> },
} as const

/** What its catalogue says of a package. */
export function StatusPill({ entry }: { entry: CatalogueView }) {
  const { t } = useTexts()
  if (entry.vanished)
    return (
      <Pill tone="quiet" icon={<IconFileOff {...signs} />}>
        {t('firmware.status.vanished')}
      </Pill>
    )
  const { tone, icon } = statusLooks[entry.status]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`firmware.status.${entry.status}`, { code: entry.statusCode ?? '–' })}
    </Pill>
  )
}

const digestLooks = {
  unchecked: { tone: 'quiet', icon: <IconCircleDashed {...signs} /> },
  good: { tone: 'good', icon: <IconCircleCheck {...signs} /> },
  broken: { tone: 'bad', icon: <IconCircleX {...signs} /> },
  missing: { tone: 'bad', icon: <IconFileOff {...signs} /> },
} as const

/** Whether the file of an image is what it was. */
export function DigestPill({ digest }: Pick<LibraryImage, 'digest'>) {
  const { t } = useTexts()
  const { tone, icon } = digestLooks[digest]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`firmware.digest.${digest}`)}
    </Pill>
  )
}
