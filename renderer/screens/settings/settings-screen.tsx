// What a lead sets once: station, cloud, what is flashed here, slots with an address.
import { Button } from '@mantine/core'
import { IconCheck, IconDeviceFloppy, IconFlask } from '@tabler/icons-react'
import { useState } from 'react'
import type { Settings } from '../../../preload/contract/model.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { type Draft, draftOf, isChanged, problemsOf, settingsOf } from './draft.ts'
import { BenchFields, CloudFields, StationFields } from './fields.tsx'
import classes from './settings-screen.module.css'
import { SlotFields } from './slot-fields.tsx'

export function SettingsScreen() {
  const settings = useStation((state) => state.picture?.settings)
  return settings ? <SettingsForm settings={settings} /> : null
}

function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useTexts()
  const version = useStation((state) => state.picture?.version ?? '')
  const practice = useStation((state) => state.picture?.practice ?? false)
  // Null: nothing was touched, show what the station says, also when somebody else changes it.
  const [edited, setEdited] = useState<Draft | null>(null)
  const [saved, setSaved] = useState(false)
  const draft = edited ?? draftOf(settings)
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    setEdited({ ...draft, ...part })
  }
  const problems = problemsOf(draft)
  const changed = isChanged(draft, settings)
  const reason = changed
    ? Object.keys(problems).length > 0
      ? t('settings.fixFirst')
      : null
    : t('settings.unchanged')
  const fields = { draft, change, problems }
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('settings.title')}</h1>
        <span className={classes.version}>{t('settings.version', { version })}</span>
        <span className={classes.saved} role="status" data-testid="settings-saved" data-saved={saved}>
          {saved && (
            <>
              <IconCheck size={18} stroke={3} aria-hidden="true" /> {t('settings.saved')}
            </>
          )}
        </span>
        {changed && (
          <Button variant="default" onClick={() => setEdited(null)}>
            {t('settings.discard')}
          </Button>
        )}
        <ActionButton
          testId="settings-save"
          label={t('settings.save')}
          icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
          look="filled"
          size="md"
          reason={reason}
          ask={async (client) => {
            await client.settings.set({
              settings: settingsOf(draft),
              ...(draft.token === '' ? {} : { cloudToken: draft.token }),
            })
            setEdited(null)
            setSaved(true)
          }}
        />
      </header>
      <div className={classes.sections}>
        {practice && (
          <p className={classes.practice} data-testid="settings-practice">
            <IconFlask size={20} aria-hidden="true" /> {t('settings.practice')}
          </p>
        )}
        <BenchFields {...fields} />
        <CloudFields {...fields} />
        <StationFields {...fields} />
        <SlotFields {...fields} />
      </div>
    </div>
  )
}
