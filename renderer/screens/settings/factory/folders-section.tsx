// The drop folders, and how they stand. data-testid: drop-in-folder, drop-out-folder, drop-out-which, drop-json, drop-csv,
// drop-save, drop-in-state, drop-out-state (data-code).
import { Checkbox, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconFolders } from '@tabler/icons-react'
import { useState } from 'react'
import type { DropFolderStates, DropFolders } from '../../../../preload/contract/factory.ts'
import type { CallError } from '../../../api/call-error.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import { Section } from '../section.tsx'
import classes from './factory.module.css'
import { recordChoices } from './webhook-form.tsx'

const usual = { folder: '', which: 'all', orderId: null, json: true, csv: false } as const

export function FoldersSection({ drops }: { drops: DropFolderStates }) {
  const { t } = useTexts()
  // Null: nothing was touched, show what the station says.
  const [edited, setEdited] = useState<DropFolders | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const folders = edited ?? drops.folders
  const out = folders.out ?? usual
  const putOut = (part: Partial<typeof out>) => setEdited({ ...folders, out: { ...out, ...part } })
  const isWhole = out.folder.trim() === '' || out.json || out.csv
  return (
    <Section title={t('factory.folders.title')} icon={<IconFolders size={20} aria-hidden="true" />}>
      <p className={classes.hint}>{t('factory.folders.hint')}</p>
      <div className={classes.folders}>
        <div className={classes.folder}>
          <TextInput
            label={t('factory.folders.in')}
            description={t('factory.folders.inHint')}
            placeholder={t('factory.folders.folderHint')}
            maxLength={500}
            value={folders.in?.folder ?? ''}
            data-testid="drop-in-folder"
            onChange={(event) => setEdited({ ...folders, in: { folder: event.currentTarget.value } })}
          />
          {drops.folders.in && (
            <FolderState testId="drop-in-state" failure={drops.in.failure}>
              {t('factory.folders.counts', { taken: drops.in.taken, refused: drops.in.refused })}
            </FolderState>
          )}
          {drops.in.lastRefused && (
            <div>
              <b>{t('factory.folders.lastRefused', { file: drops.in.lastRefused.file })}</b>
              <CallProblem error={drops.in.lastRefused} />
            </div>
          )}
        </div>
        <div className={classes.folder}>
          <TextInput
            label={t('factory.folders.out')}
            description={t('factory.folders.outHint')}
            placeholder={t('factory.folders.folderHint')}
            maxLength={500}
            value={out.folder}
            data-testid="drop-out-folder"
            onChange={(event) => putOut({ folder: event.currentTarget.value })}
          />
          {out.folder.trim() !== '' && (
            <>
              <Choice
                label={t('factory.webhooks.which')}
                value={out.which}
                options={recordChoices.map((value) => ({ value, label: t(`factory.webhooks.${value}`) }))}
                testId="drop-out-which"
                onChange={(which) => putOut({ which })}
              />
              <Checkbox
                label={t('factory.folders.json')}
                checked={out.json}
                data-testid="drop-json"
                onChange={(event) => putOut({ json: event.currentTarget.checked })}
              />
              <Checkbox
                label={t('factory.folders.csv')}
                checked={out.csv}
                data-testid="drop-csv"
                onChange={(event) => putOut({ csv: event.currentTarget.checked })}
              />
            </>
          )}
          {drops.folders.out && (
            <FolderState testId="drop-out-state" failure={drops.out.failure}>
              {null}
            </FolderState>
          )}
        </div>
      </div>
      <CallProblem error={failed} />
      <div className={classes.buttons}>
        <ActionButton
          testId="drop-save"
          label={t('factory.folders.save')}
          icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
          look="filled"
          reason={edited === null ? t('settings.unchanged') : isWhole ? null : t('settings.fixFirst')}
          onFailed={setFailed}
          ask={async (client) => {
            await client.dropFolders.set({
              in: folders.in?.folder.trim() ? { folder: folders.in.folder.trim() } : null,
              out: out.folder.trim() ? { ...out, folder: out.folder.trim() } : null,
            })
            setEdited(null)
          }}
        />
      </div>
    </Section>
  )
}

interface FolderStateProps {
  readonly testId: string
  readonly failure: CallError | null
  readonly children: React.ReactNode
}

function FolderState({ testId, failure, children }: FolderStateProps) {
  const { t } = useTexts()
  return (
    <div data-testid={testId} data-code={failure?.code ?? ''}>
      {failure ? (
        <CallProblem error={failure} />
      ) : (
        <span className={classes.state} data-state="active">
          {t('factory.folders.fine')}
        </span>
      )}{' '}
      <span className={classes.time}>{children}</span>
    </div>
  )
}
