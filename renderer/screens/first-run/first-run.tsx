// The first steps on a new station: name, cloud, product, and what happens next. Everything they set can be set under
// Settings, too. data-testid: first-run (data-step), first-run-step-<step>.
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { Settings } from '../../../preload/contract/model.ts'
import { takeSettings, useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { draftOf, isChanged, secretChangesOf, settingsOf } from '../settings/draft.ts'
import { CloudStep } from './cloud-step.tsx'
import classes from './first-run.module.css'
import { type FirstRunStep, firstRunSteps } from './first-run-draft.ts'
import { beginFirstRun } from './first-run-store.ts'
import { ProductStep } from './product-step.tsx'
import { ReadyStep } from './ready-step.tsx'
import { StationStep } from './station-step.tsx'
import type { StepProps } from './step-frame.tsx'

export function FirstRun() {
  const settings = useStation((state) => state.picture?.settings)
  return settings ? <Steps settings={settings} /> : null
}

function Steps({ settings }: { settings: Settings }) {
  const { t } = useTexts()
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [step, setStep] = useState<FirstRunStep>('station')
  const place = firstRunSteps.indexOf(step)
  const props: StepProps = {
    draft,
    settings,
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    save: async (client, wanted) => {
      if (!isChanged(wanted, settings)) return settings
      const secrets = secretChangesOf(wanted)
      const saved = await client.settings.set({ settings: settingsOf(wanted), secrets })
      takeSettings(saved)
      setDraft(draftOf(saved))
      return saved
    },
    go: (next) => {
      beginFirstRun()
      setStep(next)
    },
  }
  return (
    <main className={classes.page} data-testid="first-run" data-step={step}>
      <nav className={classes.side} aria-label={t('firstRun.steps')}>
        <img src="./flashline.svg" alt="" width={44} height={44} />
        <p className={classes.welcome}>{t('firstRun.title')}</p>
        <ol>
          {firstRunSteps.map((one, index) => (
            <li
              key={one}
              aria-current={one === step ? 'step' : undefined}
              data-done={index < place}
              data-testid={`first-run-step-${one}`}
            >
              <span aria-hidden="true">
                {index < place ? <IconCheck size={16} stroke={3} /> : (index + 1).toString()}
              </span>
              {t(`firstRun.step.${one}`)}
            </li>
          ))}
        </ol>
      </nav>
      <div className={classes.content}>
        {step === 'station' && <StationStep {...props} />}
        {step === 'cloud' && <CloudStep {...props} />}
        {step === 'product' && <ProductStep {...props} />}
        {step === 'ready' && <ReadyStep {...props} />}
      </div>
    </main>
  )
}
