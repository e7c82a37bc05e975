// A dialogue: a list of steps that can be added, moved and taken away. Without a step there is no dialogue.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTexts } from '../../../text/i18n.ts'
import { beginningOf } from './field-values.ts'
import { marksOf, type OuterFieldProps, useFieldWords } from './form-access.ts'
import { valueAt } from './json-draft.ts'
import { withValue } from './profile-edits.ts'
import classes from './profile-fields.module.css'
import { StepCard } from './step-card.tsx'

interface StepsFieldProps extends OuterFieldProps {
  readonly most: number | null
}

export function StepsField(props: StepsFieldProps) {
  const { field, path, form, fields, most, Inner } = props
  const { t } = useTexts()
  const { title, help, place, error } = useFieldWords(props, false)
  const value = valueAt(form.edit.data, path)
  const steps: readonly unknown[] = Array.isArray(value) ? value : []
  const put = (now: readonly unknown[]) =>
    form.change((edit) => withValue(edit, path, now.length === 0 && !field.required ? undefined : now))
  const isFull = most !== null && steps.length >= most
  return (
    <fieldset className={classes.group} {...marksOf(place)} tabIndex={-1}>
      <legend>{title}</legend>
      <div className={classes.groupHead}>
        <p className={classes.hint}>{help}</p>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          aria-label={t('profiles.addStepOf', { name: title })}
          disabled={isFull}
          data-testid={`profile-add-${place}`}
          onClick={() => put([...steps, ...listOf(beginningOf(field.shape))])}
        >
          {t('profiles.addStep')}
        </Button>
      </div>
      {error && <p className={classes.error}>{error}</p>}
      {steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((_, index) => (
            <StepCard
              // Steps have nothing else to be told apart by, and what a field keeps is only what was typed for its value.
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              key={index}
              name={t('profiles.stepOf', { name: title, number: index + 1 })}
              number={index + 1}
              last={steps.length}
              fields={fields}
              path={[...path, index]}
              form={form}
              Inner={Inner}
              remove={() => put(steps.toSpliced(index, 1))}
              moveTo={(to) => put(steps.toSpliced(index, 1).toSpliced(to, 0, steps[index]))}
            />
          ))}
        </ol>
      )}
    </fieldset>
  )
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
