// The diagnostics bundle for a support person, what is in it and what never is; the check of this computer; and the way
// back to the first steps.
// data-testid: diagnostics-save, diagnostics-saved, first-run-again.
import { Button } from '@mantine/core'
import { IconCheck, IconFileZip, IconRoute, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { formatBytes } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { beginFirstRun } from '../../first-run/first-run-store.ts'
import { Section } from '../section.tsx'
import classes from './diagnostics.module.css'
import { DoctorPanel } from './doctor-panel.tsx'
import { bytesOfBase64, saveFile } from './save-file.ts'

const inside = ['about', 'doctor', 'settings', 'bench', 'jobs', 'outbox', 'database', 'log'] as const
const outside = ['secrets', 'addresses', 'firmware'] as const

export function DiagnosticsPanel() {
  const { t, language } = useTexts()
  const [saved, setSaved] = useState<{ name: string; sizeBytes: number } | null>(null)
  const mayBundle = useMay('diagnostics', 'bundle')
  const mayCheck = useMay('diagnostics', 'doctor')
  const maySet = useMay('settings', 'set')
  return (
    <div className={classes.panel}>
      {mayBundle && (
        <Section title={t('diagnostics.title')} icon={<IconFileZip size={20} aria-hidden="true" />}>
          <p className={classes.lead}>{t('diagnostics.lead')}</p>
          <div className={classes.lists}>
            <div>
              <h3>{t('diagnostics.inside')}</h3>
              <ul>
                {inside.map((one) => (
                  <li key={one}>{t(`diagnostics.insideList.${one}`)}</li>
                ))}
              </ul>
            </div>
            <div>
              <h3>
                <IconShieldCheck size={18} aria-hidden="true" /> {t('diagnostics.outside')}
              </h3>
              <ul>
                {outside.map((one) => (
                  <li key={one}>{t(`diagnostics.outsideList.${one}`)}</li>
                ))}
              </ul>
            </div>
          </div>
          <div className={classes.save}>
            <ActionButton
              testId="diagnostics-save"
              label={t('diagnostics.save')}
              icon={<IconFileZip size={18} aria-hidden="true" />}
              look="filled"
              size="md"
              ask={async (client) => {
                setSaved(null)
                const bundle = await client.diagnostics.bundle()
                const bytes = bytesOfBase64(bundle.bytes)
                saveFile(bundle.name, bytes, 'application/zip')
                setSaved({ name: bundle.name, sizeBytes: bytes.length })
              }}
            />
            <span
              role="status"
              className={classes.saved}
              data-testid="diagnostics-saved"
              data-saved={saved !== null}
            >
              {saved && (
                <>
                  <IconCheck size={18} stroke={3} className={classes.savedMark} aria-hidden="true" />
                  {t('diagnostics.saved', {
                    name: saved.name,
                    size: formatBytes(saved.sizeBytes, language),
                  })}
                </>
              )}
            </span>
          </div>
        </Section>
      )}
      {maySet && (
        <Section title={t('diagnostics.firstSteps')} icon={<IconRoute size={20} aria-hidden="true" />}>
          <p className={classes.lead}>{t('firstRun.againHint')}</p>
          <div>
            <Button variant="default" data-testid="first-run-again" onClick={beginFirstRun}>
              {t('firstRun.again')}
            </Button>
          </div>
        </Section>
      )}
      {mayCheck && <DoctorPanel />}
    </div>
  )
}
