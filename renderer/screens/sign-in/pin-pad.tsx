// The PIN of one person, by keyboard or touch; when it has expired, a new one twice. What is typed when: pin-entry.ts.
// data-testid: pin-input (data-step), pin-digit-<n>, pin-erase, pin-enter, pin-problem (data-code), sign-in-other.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconBackspace, IconCheck } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import type { Operator } from '../../../preload/contract/operators.ts'
import { type CallError, callErrorOf, callErrorText } from '../../api/call-error.ts'
import { signIn } from '../../api/session.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { Avatar } from './avatar.tsx'
import { afterRefusal, emptyPin, enterPin, isComplete, type PinEntry, typePin } from './pin-entry.ts'
import classes from './sign-in.module.css'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export function PinPad({ operator, back }: { operator: Operator; back: () => void }) {
  const { t } = useTexts()
  const client = useStation((state) => state.client)
  const nowMs = useNow()
  const input = useRef<HTMLInputElement>(null)
  const [entry, setEntry] = useState(emptyPin)
  const [refused, setRefused] = useState<CallError | null>(null)
  const [isAsking, setAsking] = useState(false)
  const lockedMs = Math.max(0, lockedUntilMs(refused) - nowMs)
  const isClosed = lockedMs > 0 || isAsking
  const type = (text: string) => {
    setEntry(typePin(entry, text))
    if (refused && lockedMs === 0) setRefused(null)
  }
  const press = (digit: string) => {
    type(entry.typed + digit)
    input.current?.focus()
  }
  const enter = async (event: FormEvent) => {
    event.preventDefault()
    if (isClosed || client === null || !isComplete(entry)) return
    const decided = enterPin(entry)
    if ('next' in decided) return setEntry(decided.next)
    setAsking(true)
    try {
      await signIn(client, { operatorId: operator.operatorId, ...decided.send })
    } catch (error) {
      const said = callErrorOf(error)
      setEntry(afterRefusal(decided.send, said.code))
      setRefused(said.code === 'PIN_EXPIRED' ? null : said)
    } finally {
      setAsking(false)
      input.current?.focus()
    }
  }
  const label = t(`signIn.${entry.step}`)
  const cannotEnter = isClosed || client === null || !isComplete(entry)
  return (
    <form className={classes.pin} onSubmit={enter}>
      <header className={classes.who}>
        <Avatar name={operator.name} role={operator.role} size="lg" />
        <span className={classes.person}>
          <b>{operator.name}</b>
          <span>{t(`role.${operator.role}`)}</span>
        </span>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={17} aria-hidden="true" />}
          data-testid="sign-in-other"
          onClick={back}
        >
          {t('signIn.otherName')}
        </Button>
      </header>
      <label className={classes.label} htmlFor="pin">
        {label}
      </label>
      <input
        id="pin"
        ref={input}
        className={classes.typed}
        type="password"
        // The pad below is there for fingers; a keyboard over it would hide it.
        inputMode="none"
        autoComplete="off"
        maxLength={12}
        value={entry.typed}
        readOnly={isClosed}
        aria-describedby="pin-problem"
        data-testid="pin-input"
        data-step={entry.step}
        // A name was chosen, and now its PIN is wanted.
        // biome-ignore lint/a11y/noAutofocus: as above
        autoFocus
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Problem entry={entry} refused={refused} lockedMs={lockedMs} />
      <fieldset className={classes.pad} aria-label={t('signIn.pad')} disabled={isClosed}>
        {digits.map((digit) => (
          <Digit key={digit} digit={digit} press={press} />
        ))}
        <button
          type="button"
          className={classes.key}
          aria-label={t('signIn.erase')}
          data-testid="pin-erase"
          onClick={() => {
            type(entry.typed.slice(0, -1))
            input.current?.focus()
          }}
        >
          <IconBackspace size={26} aria-hidden="true" />
        </button>
        <Digit digit="0" press={press} />
        <button
          type="submit"
          className={classes.key}
          data-look="enter"
          aria-disabled={cannotEnter}
          aria-busy={isAsking}
          aria-label={t(entry.step === 'newPin' ? 'signIn.next' : 'signIn.enter')}
          data-testid="pin-enter"
        >
          <IconCheck size={28} stroke={2.6} aria-hidden="true" />
        </button>
      </fieldset>
    </form>
  )
}

function Digit({ digit, press }: { digit: string; press: (digit: string) => void }) {
  return (
    <button
      type="button"
      className={classes.key}
      data-testid={`pin-digit-${digit}`}
      onClick={() => press(digit)}
    >
      {digit}
    </button>
  )
}

interface ProblemProps {
  readonly entry: PinEntry
  readonly refused: CallError | null
  readonly lockedMs: number
}

/** Always there, so that nothing moves when something has to be said. */
function Problem({ entry, refused, lockedMs }: ProblemProps) {
  const { t, language } = useTexts()
  const unanswered = { title: t('callFailed.title'), remedy: t('callFailed.remedy') }
  // The minute is over, and so is what was said about it.
  const said = refused?.code === 'PIN_LOCKED' && lockedMs === 0 ? null : refused
  const text = said && callErrorText(said, language, unanswered)
  const hint = entry.step === 'newPin' && !entry.problem ? t('signIn.expired') : ''
  return (
    <p
      id="pin-problem"
      className={classes.problem}
      role="alert"
      data-testid="pin-problem"
      data-code={said?.code ?? entry.problem ?? undefined}
      data-hint={!text && !entry.problem}
    >
      {text ? (
        <>
          <b>{t('app.sentence', { text: text.title })}</b>{' '}
          {lockedMs > 0
            ? t('app.sentence', { text: t('signIn.wait', { time: formatDuration(lockedMs, language) }) })
            : text.remedy}
        </>
      ) : (
        (entry.problem && t(`signIn.${entry.problem}`)) || hint
      )}
    </p>
  )
}

/** 0: not locked. */
function lockedUntilMs(refused: CallError | null): number {
  if (refused?.code !== 'PIN_LOCKED') return 0
  const untilMs = Date.parse(String(refused.context.untilAt))
  return Number.isNaN(untilMs) ? 0 : untilMs
}
