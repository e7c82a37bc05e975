// One step of a dialogue. What it sends and expects is always seen; the rest when it is set, wrong, or asked for.
// data-testid: profile-step-more-<place>, profile-step-up-<place>, profile-step-down-<place>, profile-step-remove-<place>.
import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { placeText } from '../../../../preload/contract/profile-texts.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { OuterFieldProps } from './form-access.ts'
import { valueAt } from './json-draft.ts'
import { isWithin } from './profile-edits.ts'
import classes from './profile-fields.module.css'
import type { Field } from './schema-fields.ts'

export interface StepCardProps extends Omit<OuterFieldProps, 'field'> {
  readonly name: string
  /** From 1. */
  readonly number: number
  readonly last: number
  readonly remove: () => void
  /** An index, from 0. */
  readonly moveTo: (index: number) => void
}

export function StepCard(props: StepCardProps) {
  const { name, number, last, fields, path, form, Inner, remove, moveTo } = props
  const { t } = useTexts()
  const [opened, setOpened] = useState(false)
  const place = placeText(path)
  const isSeen = (field: Field) => {
    const inner = placeText([...path, field.name])
    return (
      isMain(field) ||
      valueAt(form.edit.data, [...path, field.name]) !== undefined ||
      form.mistakes.some((mistake) => isWithin(mistake.place, inner))
    )
  }
  const hidden = fields.filter((field) => !isSeen(field))
  const shown = opened ? fields : fields.filter(isSeen)
  const Chevron = opened ? IconChevronDown : IconChevronRight
  const icons = [
    { what: 'up', Icon: IconArrowUp, act: () => moveTo(number - 2), off: number === 1 },
    { what: 'down', Icon: IconArrowDown, act: () => moveTo(number), off: number === last },
    { what: 'remove', Icon: IconTrash, act: remove, off: false },
  ] as const
  return (
    <li className={classes.step} data-place={place} tabIndex={-1}>
      <div className={classes.stepHead}>
        <b>{number}</b>
        {icons.map(({ what, Icon, act, off }) => (
          <ActionIcon
            key={what}
            variant="default"
            size={30}
            disabled={off}
            aria-label={`${t(`profiles.step.${what}`)}: ${name}`}
            title={t(`profiles.step.${what}`)}
            data-testid={`profile-step-${what}-${place}`}
            onClick={act}
          >
            <Icon size={16} />
          </ActionIcon>
        ))}
      </div>
      <div className={classes.fields}>
        {shown.map((field) => (
          <Inner key={field.name} field={field} path={[...path, field.name]} form={form} />
        ))}
        {(opened || hidden.length > 0) && (
          <button
            type="button"
            className={classes.more}
            aria-expanded={opened}
            data-testid={`profile-step-more-${place}`}
            onClick={() => setOpened(!opened)}
          >
            <Chevron size={18} aria-hidden="true" />
            {t(opened ? 'profiles.stepLess' : 'profiles.stepMore')}
          </button>
        )}
      </div>
    </li>
  )
}

/** A text, or what must be there. */
const isMain = ({ required, shape, fallback }: Field) =>
  required || (shape.kind === 'text' && fallback === undefined && !shape.plain)
