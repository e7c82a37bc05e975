// What a new task is: product, part, versions, name. data-testid: draft-product, draft-part, draft-identify, draft-from,
// draft-to, draft-name, draft-description, draft-mode-<automatic|manual>, draft-doubt.
import { Textarea, TextInput } from '@mantine/core'
import { longestTaskDescription, longestTaskName } from '../../../preload/contract/task-rules.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from '../settings/choice.tsx'
import type { KnownProduct } from './known-products.ts'
import { doubtsOf, type NewTaskField } from './new-task-draft.ts'
import type { NewTaskForm } from './new-task-form.ts'
import { Segmented } from './segmented.tsx'
import classes from './task-form.module.css'

const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description']

export function WhatFields({ form, products }: { form: NewTaskForm; products: readonly KnownProduct[] }) {
  const { t } = useTexts()
  const { draft, change } = form
  const field = (
    name: 'productId' | 'name' | 'description' | 'identify' | 'fromVersion' | 'toVersion',
    testId: string,
  ) => {
    const key: NewTaskField = name === 'identify' ? 'part.identify' : name
    const error = form.errorOf(key)
    return {
      label: t(`tasks.draft.${name}`),
      value: draft[name],
      'data-testid': testId,
      inputWrapperOrder: order,
      onChange: (event: { currentTarget: { value: string } }) =>
        change({ [name]: event.currentTarget.value }),
      ...(error === undefined ? {} : { error }),
    }
  }
  return (
    <>
      <TextInput {...field('productId', 'draft-product')} maxLength={64} list="draft-products" />
      <datalist id="draft-products">
        {products.map(({ productId, name }) => (
          <option key={productId} value={productId}>
            {name}
          </option>
        ))}
      </datalist>
      <TextInput
        {...field('name', 'draft-name')}
        maxLength={100}
        description={t('tasks.draft.nameHint', { most: longestTaskName })}
      />
      <Textarea
        {...field('description', 'draft-description')}
        rows={2}
        maxLength={1000}
        description={t('tasks.draft.descriptionHint', { most: longestTaskDescription })}
      />
      <div className={classes.pair}>
        <TextInput {...field('fromVersion', 'draft-from')} inputMode="numeric" maxLength={10} />
        <TextInput {...field('toVersion', 'draft-to')} inputMode="numeric" maxLength={10} />
      </div>
      <p className={classes.hint}>{t('tasks.draft.versionHint')}</p>
      {doubtsOf(draft).map((doubt) => (
        <p key={doubt} className={classes.doubt} role="note" data-testid="draft-doubt">
          {t(`tasks.draft.doubt.${doubt}`)}
        </p>
      ))}
      <div className={classes.pair}>
        <Choice
          label={t('tasks.draft.partType')}
          value={draft.partType}
          testId="draft-part"
          options={(['wifi', 'mcu', 'subdevice'] as const).map((value) => ({
            value,
            label: t(`part.${value}`),
          }))}
          onChange={(partType) => change({ partType })}
        />
        <TextInput {...field('identify', 'draft-identify')} inputMode="numeric" maxLength={10} />
      </div>
      <Segmented
        label={t('tasks.draft.mode')}
        value={draft.mode}
        testId="draft-mode"
        options={(['automatic', 'manual'] as const).map((value) => ({
          value,
          label: t(`tasks.mode.${value}`),
        }))}
        onChange={(mode) => change({ mode })}
      />
    </>
  )
}
