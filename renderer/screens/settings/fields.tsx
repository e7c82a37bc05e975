// The fields of the settings form, by section. The form itself: settings-screen.tsx.
import { NativeSelect, PasswordInput, Switch, TextInput } from '@mantine/core'
import { IconCloud, IconCpu, IconId } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import type { Draft, DraftField, DraftProblem } from './draft.ts'
import classes from './settings-screen.module.css'

export interface FieldsProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly problems: Partial<Record<DraftField, DraftProblem>>
}

export function Section({ title, icon, children }: { title: string; icon: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2>
        {icon}
        {title}
      </h2>
      {children}
    </section>
  )
}

/** The sentence under a field that has to be corrected. */
function useProblem(problems: FieldsProps['problems']) {
  const { t } = useTexts()
  return (field: DraftField) => {
    const problem = problems[field]
    return problem ? { error: t(`settings.${problem}`) } : {}
  }
}

export function StationFields({ draft, change, problems }: FieldsProps) {
  const { t } = useTexts()
  const problem = useProblem(problems)
  return (
    <Section title={t('settings.station')} icon={<IconId size={20} aria-hidden="true" />}>
      <TextInput
        label={t('settings.stationName')}
        value={draft.stationName}
        maxLength={60}
        {...problem('stationName')}
        onChange={(event) => change({ stationName: event.currentTarget.value })}
      />
      <TextInput
        label={t('settings.operator')}
        description={t('settings.operatorHint')}
        value={draft.operator}
        maxLength={60}
        data-testid="settings-operator"
        onChange={(event) => change({ operator: event.currentTarget.value })}
      />
      <Switch
        label={t('settings.watchUsb')}
        description={t('settings.watchUsbHint')}
        checked={draft.watchUsb}
        onChange={(event) => change({ watchUsb: event.currentTarget.checked })}
      />
    </Section>
  )
}

export function CloudFields({ draft, change, problems }: FieldsProps) {
  const { t } = useTexts()
  const problem = useProblem(problems)
  return (
    <Section title={t('settings.cloud')} icon={<IconCloud size={20} aria-hidden="true" />}>
      <TextInput
        label={t('settings.baseUrl')}
        description={t('settings.baseUrlHint')}
        value={draft.baseUrl}
        placeholder="https://"
        inputMode="url"
        maxLength={300}
        {...problem('baseUrl')}
        onChange={(event) => change({ baseUrl: event.currentTarget.value })}
      />
      <TextInput
        label={t('settings.corpId')}
        value={draft.corpId}
        maxLength={64}
        onChange={(event) => change({ corpId: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('settings.token')}
        description={t('settings.tokenHint')}
        placeholder={t('settings.tokenKept')}
        value={draft.token}
        maxLength={4096}
        autoComplete="off"
        onChange={(event) => change({ token: event.currentTarget.value })}
      />
    </Section>
  )
}

export function BenchFields({ draft, change, problems }: FieldsProps) {
  const { t } = useTexts()
  const problem = useProblem(problems)
  const profiles = useStation((state) => state.picture?.profiles)
  return (
    <Section title={t('settings.bench')} icon={<IconCpu size={20} aria-hidden="true" />}>
      <TextInput
        label={t('settings.productId')}
        description={t('settings.productHint')}
        value={draft.productId}
        maxLength={64}
        data-testid="settings-product"
        onChange={(event) => change({ productId: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('settings.profile')}
        value={draft.profileId}
        data-testid="settings-profile"
        {...problem('profileId')}
        data={[
          { value: '', label: t('settings.chooseProfile') },
          ...(profiles ?? []).map(({ profileId, name, protocol }) => ({
            value: profileId,
            label: `${name} (${protocol})`,
          })),
        ]}
        onChange={(event) => change({ profileId: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <NativeSelect
          label={t('settings.partType')}
          value={draft.partType}
          data={[
            { value: 'wifi', label: t('part.wifi') },
            { value: 'mcu', label: t('part.mcu') },
            { value: 'subdevice', label: t('part.subdevice') },
          ]}
          onChange={(event) => change({ partType: partTypeOf(event.currentTarget.value) })}
        />
        <TextInput
          label={t('settings.partIdentify')}
          value={draft.partIdentify}
          inputMode="numeric"
          maxLength={9}
          {...problem('partIdentify')}
          onChange={(event) => change({ partIdentify: event.currentTarget.value })}
        />
      </div>
    </Section>
  )
}

function partTypeOf(value: string): Draft['partType'] {
  return value === 'mcu' || value === 'subdevice' ? value : 'wifi'
}
