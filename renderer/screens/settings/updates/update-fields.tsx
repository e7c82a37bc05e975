// Where the desktop program finds its updates, and whether it takes them by itself. Part of the settings' form, a lead's.
// data-testid: settings-update-url, settings-update-automatic.
import { Switch, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTexts } from '../../../text/i18n.ts'
import type { Draft } from '../draft.ts'
import type { FieldProblem } from '../field-problem.ts'
import { Section } from '../section.tsx'

export interface UpdateFieldsProps {
  readonly updates: Draft['updates']
  readonly change: (updates: Draft['updates']) => void
  readonly problem: FieldProblem | null
}

export function UpdateFields({ updates, change, problem }: UpdateFieldsProps) {
  const { t } = useTexts()
  return (
    <Section title={t('updates.title')} icon={<IconDownload size={20} aria-hidden="true" />}>
      <TextInput
        label={t('updates.url')}
        description={t('updates.urlHint')}
        placeholder="https://flashline.internal/updates"
        value={updates.url}
        maxLength={300}
        data-testid="settings-update-url"
        error={problem && t(`problem.${problem}`)}
        onChange={(event) => change({ ...updates, url: event.currentTarget.value })}
      />
      <Switch
        label={t('updates.automatic')}
        description={t('updates.automaticHint')}
        checked={updates.automatic}
        disabled={updates.url.trim() === ''}
        data-testid="settings-update-automatic"
        onChange={(event) => change({ ...updates, automatic: event.currentTarget.checked })}
      />
    </Section>
  )
}
