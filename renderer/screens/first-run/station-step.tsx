// Language and name of the station, and the shortest way to a practice bench.
// data-testid: first-run-language-<language>, first-run-name, first-run-try, first-run-next.
import { Button, TextInput } from '@mantine/core'
import { IconArrowRight, IconFlask } from '@tabler/icons-react'
import { languages } from '../../../preload/contract/error-texts.ts'
import { useStation } from '../../store/station-store.ts'
import { setLanguage, useTexts } from '../../text/i18n.ts'
import classes from './first-run.module.css'
import { endFirstRun } from './first-run-store.ts'
import { StepFrame, type StepProps } from './step-frame.tsx'

export function StationStep({ draft, change, go }: StepProps) {
  const { t, language } = useTexts()
  const practice = useStation((state) => state.picture?.practice ?? false)
  const named = draft.stationName.trim() !== ''
  return (
    <StepFrame
      step="station"
      title={t('firstRun.station.title')}
      lead={t('firstRun.station.lead')}
      back={null}
      buttons={
        <Button
          size="md"
          rightSection={<IconArrowRight size={18} aria-hidden="true" />}
          disabled={!named}
          data-testid="first-run-next"
          onClick={() => go('cloud')}
        >
          {t('firstRun.next')}
        </Button>
      }
    >
      <div className={classes.narrow}>
        <fieldset className={classes.languages}>
          <legend>{t('firstRun.station.language')}</legend>
          {languages.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={language === one}
              data-testid={`first-run-language-${one}`}
              onClick={() => setLanguage(one)}
            >
              {t(`firstRun.station.languageName.${one}`)}
            </button>
          ))}
        </fieldset>
        <TextInput
          label={t('settings.stationName')}
          size="md"
          value={draft.stationName}
          maxLength={60}
          data-testid="first-run-name"
          {...(named ? {} : { error: t('problem.required') })}
          onChange={(event) => change({ stationName: event.currentTarget.value })}
        />
        {practice && (
          <div className={classes.try}>
            <IconFlask size={30} stroke={1.6} aria-hidden="true" />
            <p>{t('firstRun.tryNowHint')}</p>
            <Button variant="default" size="md" data-testid="first-run-try" onClick={endFirstRun}>
              {t('firstRun.tryNow')}
            </Button>
          </div>
        )}
      </div>
    </StepFrame>
  )
}
