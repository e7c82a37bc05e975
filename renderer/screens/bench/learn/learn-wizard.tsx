// While the map of the bench is learned: plug one board per place, in the order of the bench, and see each place as it is
// learned. Beside the bench, not over it. data-testid: learn-wizard, learn-place (data-slot), learn-done.
import { IconCheck, IconPlugConnected } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import classes from './learn.module.css'
import { learnedPlaces } from './learned-places.ts'

export function LearnWizard() {
  const learning = useStation(({ picture }) => picture?.learning ?? false)
  return learning ? <Wizard /> : null
}

function Wizard() {
  const { t } = useTexts()
  const may = useMay('slotMap', 'learn')
  const slots = useStation(({ picture }) => picture?.slots)
  const learned = useLearned()
  return (
    <section className={classes.wizard} aria-label={t('learn.title')} data-testid="learn-wizard">
      <IconPlugConnected size={40} stroke={1.6} aria-hidden="true" />
      <div className={classes.words}>
        <h2>{t('learn.title')}</h2>
        <p>{t(may ? 'learn.text' : 'learn.textOther')}</p>
        <ol className={classes.places} aria-live="polite">
          {learned.map((slotId, index) => (
            <li key={slotId} data-testid="learn-place" data-slot={slotId}>
              <IconCheck size={16} stroke={3.2} aria-hidden="true" />
              <b>{t('learn.place', { number: index + 1 })}</b>
              <span>{slots?.[slotId]?.hint ?? slots?.[slotId]?.address}</span>
            </li>
          ))}
          <li className={classes.next}>{t('learn.next', { number: learned.length + 1 })}</li>
        </ol>
      </div>
      {may && (
        <ActionButton
          testId="learn-done"
          label={t('learn.done')}
          icon={<IconCheck size={18} stroke={3} aria-hidden="true" />}
          look="filled"
          size="md"
          ask={(client) => client.slotMap.learn({ on: false })}
        />
      )}
    </section>
  )
}

function useLearned(): readonly string[] {
  const [learned, setLearned] = useState<readonly string[]>([])
  useEffect(
    () =>
      useStation.subscribe(({ picture }, { picture: before }) => {
        if (!picture || !before || picture.slots === before.slots) return
        setLearned((known) => learnedPlaces(known, before.slots, picture.slots))
      }),
    [],
  )
  return learned
}
