// A choice of a few that are all seen. Radio buttons, so that the arrow keys move in it. data-testid: <testId>-<value>.
import { useId } from 'react'
import classes from './segmented.module.css'

export interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly testId: string
  readonly error?: string | undefined
  readonly onChange: (value: Value) => void
}

export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, testId, error, onChange } = props
  const name = useId()
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      <div className={classes.options}>
        {options.map((option) => (
          <label key={option.value} className={classes.option} data-checked={option.value === value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              data-testid={`${testId}-${option.value}`}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {error !== undefined && <p className={classes.error}>{error}</p>}
    </fieldset>
  )
}
