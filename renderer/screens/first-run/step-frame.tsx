// One of the first steps: heading, content, and the row of buttons below. data-testid: first-run-back.
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Settings } from '../../../preload/contract/model.ts'
import type { StationClient } from '../../api/client.ts'
import { useTexts } from '../../text/i18n.ts'
import type { Draft } from '../settings/draft.ts'
import classes from './first-run.module.css'
import { type FirstRunStep, firstRunSteps } from './first-run-draft.ts'

/** What every step works with. */
export interface StepProps {
  readonly draft: Draft
  /** As the station has them. */
  readonly settings: Settings
  readonly change: (part: Partial<Draft>) => void
  /** Saves the whole draft, and takes what the station answers. */
  readonly save: (client: StationClient, draft: Draft) => Promise<Settings>
  readonly go: (step: FirstRunStep) => void
}

export interface StepFrameProps {
  readonly step: FirstRunStep
  readonly title: string
  readonly lead?: string
  /** Null: this is the first. */
  readonly back: (() => void) | null
  readonly buttons: ReactNode
  readonly children: ReactNode
}

/** Heading, content and the row of buttons below it; the heading takes the focus, so that it is read out. */
export function StepFrame({ step, title, lead, back, buttons, children }: StepFrameProps) {
  const { t } = useTexts()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const number = firstRunSteps.indexOf(step) + 1
  return (
    <>
      <div className={classes.body}>
        <p className={classes.number}>{t('firstRun.stepOf', { number, count: firstRunSteps.length })}</p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
      <footer className={classes.foot}>
        {back && (
          <Button
            variant="default"
            size="md"
            leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
            data-testid="first-run-back"
            onClick={back}
          >
            {t('firstRun.back')}
          </Button>
        )}
        <span className={classes.gap} />
        {buttons}
      </footer>
    </>
  )
}
