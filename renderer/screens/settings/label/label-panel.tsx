// What is printed on a label, with the label itself beside it. data-testid: settings-label-title, -width, -height,
// -field-<field>, -qr, settings-label-problem.
import { Checkbox, TextInput } from '@mantine/core'
import { IconEye, IconTag } from '@tabler/icons-react'
import { useState } from 'react'
import type { LabelSettings } from '../../../../preload/contract/scanner.ts'
import { useTexts } from '../../../text/i18n.ts'
import { LabelDrawing } from '../../print/label-drawing.tsx'
import { type LabelFacts, type LabelField, layOut } from '../../print/label-layout.ts'
import { Choice } from '../choice.tsx'
import { Section } from '../section.tsx'
import settings from '../settings-screen.module.css'
import { mmOf, sizeLimits, withLabelField } from './label-draft.ts'
import classes from './label-panel.module.css'

export interface LabelPanelProps {
  readonly label: LabelSettings
  readonly change: (label: LabelSettings) => void
}

const fields: readonly LabelField[] = ['sn', 'mac', 'deviceId', 'version', 'product', 'lot', 'date']

/** A unit that looks like any. */
const example: LabelFacts = {
  sn: 'FL26004711',
  mac: '24:0A:C4:07:A1:20',
  deviceId: '1100004711',
  version: '2.0.1',
  product: 'kettle-2',
  lot: 'L00042',
  date: '2026-03-01',
}

export function LabelPanel({ label, change }: LabelPanelProps) {
  const { t } = useTexts()
  return (
    <div className={settings.sections}>
      <Section title={t('label.title')} icon={<IconTag size={20} aria-hidden="true" />}>
        <p className={settings.hint}>{t('label.hint')}</p>
        <TextInput
          label={t('label.firstLine')}
          description={t('label.firstLineHint')}
          value={label.title}
          maxLength={40}
          data-testid="settings-label-title"
          onChange={(event) => change({ ...label, title: event.currentTarget.value })}
        />
        <div className={settings.halves}>
          <SizeField
            side="width"
            value={label.widthMm}
            onChange={(widthMm) => change({ ...label, widthMm })}
          />
          <SizeField
            side="height"
            value={label.heightMm}
            onChange={(heightMm) => change({ ...label, heightMm })}
          />
        </div>
        <fieldset className={settings.choices}>
          <legend>{t('label.fields')}</legend>
          <div className={classes.fields}>
            {fields.map((field) => (
              <Checkbox
                key={field}
                label={t(`label.field.${field}`)}
                checked={label.fields.includes(field)}
                data-testid={`settings-label-field-${field}`}
                onChange={(event) => change(withLabelField(label, field, event.currentTarget.checked))}
              />
            ))}
          </div>
        </fieldset>
        <Choice
          label={t('label.qr')}
          value={label.qr ?? 'none'}
          testId="settings-label-qr"
          options={(['sn', 'mac', 'deviceId', 'all', 'none'] as const).map((qr) => ({
            value: qr,
            label: t(`label.qrOf.${qr}`),
          }))}
          onChange={(qr) => change({ ...label, qr: qr === 'none' ? null : qr })}
        />
      </Section>
      <Preview label={label} />
    </div>
  )
}

function Preview({ label }: { label: LabelSettings }) {
  const { t } = useTexts()
  const layout = layOut(label, example)
  const isEmpty = layout.lines.length === 0 && layout.code === null
  const problem = isEmpty ? t('label.empty') : layout.code?.isTooSmall ? t('label.tooSmall') : null
  return (
    <Section title={t('label.preview')} icon={<IconEye size={20} aria-hidden="true" />}>
      <div className={classes.desk}>
        <div className={classes.label}>
          <LabelDrawing layout={layout} name={t('label.preview')} />
        </div>
      </div>
      <p className={settings.hint}>{t('label.previewHint')}</p>
      <p className={classes.problem} role="status" data-testid="settings-label-problem">
        {problem}
      </p>
    </Section>
  )
}

interface SizeFieldProps {
  readonly side: 'width' | 'height'
  readonly value: number
  readonly onChange: (mm: number) => void
}

/** What is typed counts as soon as it is a size that can be; what cannot be is said, and gone when the field is left. */
function SizeField({ side, value, onChange }: SizeFieldProps) {
  const { t } = useTexts()
  const [typed, setTyped] = useState<string | null>(null)
  const { min, max } = sizeLimits[side]
  const isWrong = typed !== null && mmOf(typed, sizeLimits[side]) === null
  return (
    <TextInput
      label={t(`label.${side}`)}
      value={typed ?? String(value)}
      inputMode="decimal"
      maxLength={6}
      data-testid={`settings-label-${side}`}
      {...(isWrong ? { error: t('label.sizeProblem', { min, max }) } : {})}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const mm = mmOf(text, sizeLimits[side])
        if (mm !== null) onChange(mm)
      }}
    />
  )
}
