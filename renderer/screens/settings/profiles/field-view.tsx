// One field of a profile, drawn by what its schema says it takes; what that cannot show is edited as JSON. A large profile
// has hundreds: only those are drawn again in which something is another.
import { memo } from 'react'
import { placeText } from '../../../../preload/contract/profile-texts.ts'
import { ChoiceField, FixedField, FlagField } from './choice-fields.tsx'
import { fits } from './field-values.ts'
import type { FieldProps } from './form-access.ts'
import { GroupField } from './group-field.tsx'
import { sameJson, valueAt } from './json-draft.ts'
import { LineField } from './line-field.tsx'
import { isWithin } from './profile-edits.ts'
import { RawField } from './raw-field.tsx'
import { StepsField } from './steps-field.tsx'

function DrawnField(props: FieldProps) {
  const { field, path, form } = props
  const { shape } = field
  const value = valueAt(form.edit.data, path)
  if (!fits(shape, value) || placeText(path) in form.edit.unread) return <RawField {...props} />
  switch (shape.kind) {
    case 'text':
    case 'number':
    case 'list':
    case 'record':
      return <LineField {...props} shape={shape} />
    case 'flag':
      return <FlagField {...props} />
    case 'choice':
      return <ChoiceField {...props} values={shape.values} />
    case 'fixed':
      return <FixedField {...props} value={shape.value} />
    case 'group':
      return <GroupField {...props} fields={shape.fields} Inner={FieldView} />
    case 'steps':
      return <StepsField {...props} fields={shape.fields} most={shape.most} Inner={FieldView} />
    case 'json':
      return <RawField {...props} />
  }
}

export const FieldView = memo(
  DrawnField,
  (one, other) =>
    one.field === other.field &&
    one.form.change === other.form.change &&
    valueAt(one.form.edit.data, one.path) === valueAt(other.form.edit.data, other.path) &&
    sameJson(concernsOf(one), concernsOf(other)),
)

/** What is wrong with its value or something inside it. */
function concernsOf({ path, form }: FieldProps) {
  const place = placeText(path)
  return {
    place,
    mistakes: form.mistakes.filter((mistake) => isWithin(mistake.place, place)),
    unread: Object.entries(form.edit.unread).filter(([at]) => isWithin(at, place)),
  }
}
