// The places of the bench as the station knows them: name, where they are, what is plugged in; learned anew, renamed, or
// forgotten. Addresses typed by hand are under "Bench". data-testid: slots-panel, slots-learn, slot-row (data-slot).
import { IconMapPin, IconPlugConnected } from '@tabler/icons-react'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { LearnWizard } from '../../bench/learn/learn-wizard.tsx'
import { Section } from '../section.tsx'
import { SlotRow } from './slot-row.tsx'
import classes from './slots.module.css'

const none: readonly string[] = []

/** `learnStarted`: the places are to be plugged now. */
export function SlotsPanel({ learnStarted }: { readonly learnStarted?: () => void }) {
  const { t } = useTexts()
  const slotIds = useStation(({ picture }) => picture?.slotIds ?? none)
  const learning = useStation(({ picture }) => picture?.learning ?? false)
  const mayLearn = useMay('slotMap', 'learn')
  return (
    <div className={classes.panel} data-testid="slots-panel">
      <LearnWizard />
      <Section
        title={t('slotMap.title')}
        icon={<IconMapPin size={20} aria-hidden="true" />}
        side={
          mayLearn &&
          !learning && (
            <ActionButton
              testId="slots-learn"
              label={t('slotMap.learn')}
              icon={<IconPlugConnected size={18} aria-hidden="true" />}
              ask={async (client) => {
                await client.slotMap.learn({ on: true })
                learnStarted?.()
              }}
            />
          )
        }
      >
        <p className={classes.hint}>{t('slotMap.hint')}</p>
        {slotIds.length === 0 ? (
          <p className={classes.none}>{t('bench.noSlotsDetail')}</p>
        ) : (
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('slotMap.place')}</th>
                <th scope="col">{t('slotMap.name')}</th>
                <th scope="col">{t('slotMap.where')}</th>
                <th scope="col">{t('slotMap.now')}</th>
                <th scope="col">
                  <span className="fl-hidden">{t('slotMap.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {slotIds.map((slotId, index) => (
                <SlotRow key={slotId} slotId={slotId} place={index + 1} />
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </div>
  )
}
