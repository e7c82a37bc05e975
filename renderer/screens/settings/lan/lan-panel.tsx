// Which part of the network the station uses, the plant's broker, and the passwords of devices. data-testid:
// settings-lan-interface-<name>, -ranges, -add-<network>, -discover, -port.
import { Button, Checkbox, Switch, Textarea, TextInput } from '@mantine/core'
import { IconNetwork, IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { LanInterface } from '../../../../preload/contract/lan.ts'
import { callErrorOf } from '../../../api/call-error.ts'
import { showNotice, useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { StoredSecrets } from '../connections/use-stored-secrets.ts'
import { Section } from '../section.tsx'
import classes from '../settings-screen.module.css'
import { BrokerFields } from './broker-fields.tsx'
import type { LanDraft, LanField } from './lan-draft.ts'
import { PasswordFields } from './password-fields.tsx'

export interface LanPanelProps {
  readonly draft: LanDraft
  readonly change: (part: Partial<LanDraft>) => void
  readonly problems: Partial<Record<LanField, string>>
  readonly secrets: StoredSecrets | null
}

export function LanPanel(props: LanPanelProps) {
  return (
    <div className={classes.sections}>
      <NetworkFields {...props} />
      <BrokerFields {...props} />
      <PasswordFields {...props} />
    </div>
  )
}

function NetworkFields({ draft, change, problems }: LanPanelProps) {
  const { t } = useTexts()
  const interfaces = useInterfaces()
  // One that is chosen and has no address now is still shown.
  const gone = draft.interfaces.filter((name) => !interfaces?.some((one) => one.name === name))
  const toggle = (name: string, on: boolean) =>
    change({ interfaces: on ? [...draft.interfaces, name] : draft.interfaces.filter((one) => one !== name) })
  const lines = draft.ranges.split('\n').map((line) => line.trim())
  const offered = interfaces?.filter(({ network, internal }) => !internal && !lines.includes(network)) ?? []
  return (
    <Section title={t('lanSettings.title')} icon={<IconNetwork size={20} aria-hidden="true" />}>
      <p className={classes.hint}>{t('lanSettings.hint')}</p>
      <fieldset className={classes.choices}>
        <legend>{t('lanSettings.interfaces')}</legend>
        {interfaces?.length === 0 && <p className={classes.hint}>{t('lanSettings.noInterfaces')}</p>}
        {interfaces?.map(({ name, address, network, internal }) => (
          <Checkbox
            key={`${name} ${address}`}
            label={`${name} · ${network}`}
            description={internal ? t('lanSettings.internal') : address}
            checked={draft.interfaces.includes(name)}
            data-testid={`settings-lan-interface-${name}`}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
        ))}
        {gone.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked
            data-testid={`settings-lan-interface-${name}`}
            onChange={() => toggle(name, false)}
          />
        ))}
      </fieldset>
      <Textarea
        label={t('lanSettings.ranges')}
        description={t('lanSettings.rangesHint')}
        value={draft.ranges}
        rows={4}
        maxLength={4000}
        classNames={{ input: 'fl-mono' }}
        data-testid="settings-lan-ranges"
        error={
          problems.ranges === undefined ? undefined : t('lanSettings.wrongRange', { line: problems.ranges })
        }
        onChange={(event) => change({ ranges: event.currentTarget.value })}
      />
      {offered.map(({ name, network }) => (
        <Button
          key={`${name} ${network}`}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          data-testid={`settings-lan-add-${network}`}
          onClick={() => change({ ranges: [...lines.filter(Boolean), network].join('\n') })}
        >
          {t('lanSettings.addRange', { range: network, name })}
        </Button>
      ))}
      <Switch
        label={t('lanSettings.discover')}
        checked={draft.discover}
        data-testid="settings-lan-discover"
        onChange={(event) => change({ discover: event.currentTarget.checked })}
      />
      <TextInput
        label={t('lanSettings.handOutPort')}
        description={t('lanSettings.handOutPortHint')}
        value={draft.handOutPort}
        inputMode="numeric"
        maxLength={5}
        data-testid="settings-lan-port"
        error={problems.handOutPort === undefined ? undefined : t('lanSettings.wrongPort')}
        onChange={(event) => change({ handOutPort: event.currentTarget.value })}
      />
    </Section>
  )
}

/** Null: not told yet. */
function useInterfaces(): readonly LanInterface[] | null {
  const client = useStation((state) => state.client)
  const [interfaces, setInterfaces] = useState<readonly LanInterface[] | null>(null)
  useEffect(() => {
    let wanted = true
    client?.lan.interfaces().then(
      (answer) => wanted && setInterfaces(answer),
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client])
  return interfaces
}
