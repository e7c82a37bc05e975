// One typed field of a connection: label, longest text and sentence of its problem follow from its name.
// data-testid: connection-<field>.
import { Textarea, TextInput } from '@mantine/core'
import { useTexts } from '../../../text/i18n.ts'
import type { FieldProblem } from '../field-problem.ts'
import type { ConnectionDraft, ConnectionField } from './connection-draft.ts'

export interface ConnectionFieldsProps {
  readonly draft: ConnectionDraft
  readonly change: (part: Partial<ConnectionDraft>) => void
  readonly problems: Partial<Record<ConnectionField, FieldProblem>>
}

export interface ConnectionTextProps extends ConnectionFieldsProps {
  readonly field: ConnectionField
  readonly hint?: string
  readonly placeholder?: string
  readonly inputMode?: 'url' | 'numeric'
  /** Several lines of a fixed pitch. */
  readonly lines?: number
  /** Whoever opens it goes on typing here. */
  readonly focusFirst?: boolean
  readonly className?: string | undefined
}

/** As the contract bounds them. */
const longest: Record<ConnectionField, number> = {
  name: 60,
  baseUrl: 300,
  pathSuffix: 100,
  extraQuery: 2000,
  proxyUrl: 300,
  proxyUser: 100,
  caPem: 200_000,
  timeoutMs: 6,
  corpId: 64,
  account: 100,
  accessKeyId: 100,
  loginProductId: 64,
  loginMac: 32,
  appKey: 100,
  regionId: 60,
  iotInstanceId: 100,
}

export function ConnectionText(props: ConnectionTextProps) {
  const { draft, change, problems, field, hint, placeholder, inputMode, lines, focusFirst, className } = props
  const { t } = useTexts()
  const problem = problems[field]
  const shared = {
    label: t(`connections.${field}`),
    value: draft[field],
    maxLength: longest[field],
    spellCheck: false,
    autoComplete: 'off',
    'data-testid': `connection-${field}`,
    ...(problem ? { error: t(`problem.${problem}`) } : {}),
    ...(hint === undefined ? {} : { description: hint }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(className === undefined ? {} : { className }),
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
  }
  return lines === undefined ? (
    <TextInput {...shared} {...(inputMode ? { inputMode } : {})} autoFocus={focusFirst ?? false} />
  ) : (
    <Textarea {...shared} rows={lines} classNames={{ input: 'fl-mono' }} />
  )
}
