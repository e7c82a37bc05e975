// The fields of this bench and this station, by section. The form itself: settings-screen.tsx.
// data-testid: settings-product, settings-profile, settings-part-type, settings-part-identify, settings-name,
// settings-operator, settings-watch-usb, settings-task-age.
import { Switch, TextInput } from '@mantine/core'
import { IconCpu, IconId } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from './choice.tsx'
import { connectionLabel } from './connections/connection-state.ts'
import type { BenchField, Draft } from './draft.ts'
import type { FieldProblem } from './field-problem.ts'
import { onlyConnectionFor } from './products/product-draft.ts'
import { Section } from './section.tsx'
import classes from './settings-screen.module.css'

export interface FieldsProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly problems: Partial<Record<BenchField, FieldProblem>>
}

/** The sentence under a field that has to be corrected. */
function useProblem(problems: FieldsProps['problems']) {
  const { t } = useTexts()
  return (field: BenchField) => {
    const problem = problems[field]
    return problem ? { error: t(`problem.${problem}`) } : {}
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
        data-testid="settings-name"
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
        data-testid="settings-watch-usb"
        onChange={(event) => change({ watchUsb: event.currentTarget.checked })}
      />
    </Section>
  )
}

export function BenchFields({ draft, change, problems }: FieldsProps) {
  const { t } = useTexts()
  const problem = useProblem(problems)
  const profiles = useStation((state) => state.picture?.profiles)
  const listId = 'settings-products'
  const productId = draft.productId.trim()
  const listed = draft.products.some((product) => product.productId.trim() === productId)
  const only = onlyConnectionFor('tasks', draft.connections)
  const hint =
    productId === '' || listed
      ? t('settings.productHint')
      : only
        ? t('settings.productUnlisted', { connection: connectionLabel(only) })
        : t('settings.productWithoutCloud')
  return (
    <Section title={t('settings.bench')} icon={<IconCpu size={20} aria-hidden="true" />}>
      <TextInput
        label={t('settings.productId')}
        description={hint}
        value={draft.productId}
        maxLength={64}
        list={listId}
        classNames={{ input: classes.listed ?? '' }}
        data-testid="settings-product"
        onChange={(event) => change({ productId: event.currentTarget.value })}
      />
      <datalist id={listId}>
        {draft.products.map(({ key, productId, name }) => (
          <option key={key} value={productId.trim()}>
            {name}
          </option>
        ))}
      </datalist>
      <Choice
        label={t('settings.profile')}
        value={draft.profileId}
        testId="settings-profile"
        {...problem('profileId')}
        options={[
          { value: '', label: t('settings.chooseProfile') },
          ...(profiles ?? []).map(({ profileId, name, protocol }) => ({
            value: profileId,
            label: `${name} (${protocol})`,
          })),
        ]}
        onChange={(profileId) => change({ profileId })}
      />
      <div className={classes.pair}>
        <Choice
          label={t('settings.partType')}
          value={draft.partType}
          testId="settings-part-type"
          options={[
            { value: 'wifi', label: t('part.wifi') },
            { value: 'mcu', label: t('part.mcu') },
            { value: 'subdevice', label: t('part.subdevice') },
          ]}
          onChange={(partType) => change({ partType })}
        />
        <TextInput
          label={t('settings.partIdentify')}
          value={draft.partIdentify}
          inputMode="numeric"
          maxLength={9}
          data-testid="settings-part-identify"
          {...problem('partIdentify')}
          onChange={(event) => change({ partIdentify: event.currentTarget.value })}
        />
      </div>
      <TaskAge draft={draft} change={change} />
    </Section>
  )
}

const taskAges = [0, 30, 120, 600]

function TaskAge({ draft: { guards }, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  const { t } = useTexts()
  const { taskAgeSeconds } = guards
  const ages = taskAges.includes(taskAgeSeconds) ? taskAges : [...taskAges, taskAgeSeconds]
  return (
    <div>
      <Choice
        label={t('settings.taskAge')}
        value={String(taskAgeSeconds)}
        testId="settings-task-age"
        options={ages.map((seconds) => ({
          value: String(seconds),
          label:
            seconds === 0 ? t('settings.taskAgeAlways') : t('settings.taskAgeSeconds', { count: seconds }),
        }))}
        onChange={(seconds) => change({ guards: { ...guards, taskAgeSeconds: Number(seconds) } })}
      />
      <p className={classes.hint}>{t('settings.taskAgeHint')}</p>
    </div>
  )
}
