// What happens next, in three sentences with a drawing each, and how a practice bench becomes the own one.
// data-testid: first-run-kit-next, first-run-ending (data-ending), first-run-open.
import { Button } from '@mantine/core'
import { IconFlask, IconLayoutGrid, IconPower } from '@tabler/icons-react'
import { isDesktop } from '../../api/client.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { ArmDrawing, PlugDrawing, ResultDrawing } from './drawings.tsx'
import classes from './first-run.module.css'
import { awaitsKit, endingOf } from './first-run-draft.ts'
import { endFirstRun } from './first-run-store.ts'
import { StepFrame, type StepProps } from './step-frame.tsx'

const pictures = [
  { name: 'plug', Drawing: PlugDrawing },
  { name: 'arm', Drawing: ArmDrawing },
  { name: 'result', Drawing: ResultDrawing },
] as const

export function ReadyStep({ settings, go }: StepProps) {
  const { t } = useTexts()
  const practice = useStation((state) => state.picture?.practice ?? false)
  const ending = endingOf(settings, practice)
  const open = () => {
    location.hash = '#/bench'
    endFirstRun()
  }
  return (
    <StepFrame
      step="ready"
      title={t(ending === 'practising' ? 'firstRun.ready.titlePractice' : 'firstRun.ready.title')}
      back={() => go(ending === 'practising' ? 'cloud' : 'product')}
      buttons={
        <Button
          size="md"
          leftSection={<IconLayoutGrid size={18} aria-hidden="true" />}
          data-testid="first-run-open"
          onClick={open}
        >
          {t('firstRun.ready.open')}
        </Button>
      }
    >
      <ol className={classes.pictures}>
        {pictures.map(({ name, Drawing }) => (
          <li key={name}>
            <Drawing />
            <p>{t(`firstRun.ready.${name}`)}</p>
          </li>
        ))}
      </ol>
      {awaitsKit(settings) && (
        <p className={classes.note} data-testid="first-run-kit-next">
          {t('firstRun.ready.kit')}
        </p>
      )}
      {ending !== 'ready' && (
        <div className={classes.ending} data-testid="first-run-ending" data-ending={ending}>
          {ending === 'restart' ? (
            <IconPower size={26} aria-hidden="true" />
          ) : (
            <IconFlask size={26} aria-hidden="true" />
          )}
          <div>
            {ending === 'practising' && <p>{t('firstRun.ready.practising')}</p>}
            {ending === 'restart' && (
              <>
                <h2>{t('firstRun.ready.restart')}</h2>
                <p>
                  {t(isDesktop(window) ? 'firstRun.ready.restartDesktop' : 'firstRun.ready.restartHeadless')}
                </p>
                <p className={classes.hint}>{t('firstRun.ready.untilThen')}</p>
              </>
            )}
          </div>
        </div>
      )}
    </StepFrame>
  )
}
