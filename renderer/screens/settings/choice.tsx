// A select of fixed values that gives back one of them, never a mere string.
import { NativeSelect } from '@mantine/core'

export interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly testId: string
  readonly error?: string | undefined
  /** For a table's cells, where the column's head is the label that is seen. */
  readonly labelHidden?: boolean
  readonly className?: string
  readonly onChange: (value: Value) => void
}

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, options, testId, error, labelHidden = false, className = '', onChange } = props
  return (
    <NativeSelect
      className={className}
      {...(labelHidden ? { 'aria-label': label } : { label })}
      {...(error === undefined ? {} : { error })}
      value={value}
      data={[...options]}
      data-testid={testId}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value)
        if (chosen) onChange(chosen.value)
      }}
    />
  )
}
