// A secret that was just made: shown until somebody says to have it, then nowhere. data-testid: factory-once,
// factory-once-copy, factory-once-seen.
import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import classes from './factory.module.css'

export interface ShownOnceProps {
  readonly what: string
  readonly secret: string
  readonly close: () => void
}

export function ShownOnce({ what, secret, close }: ShownOnceProps) {
  const { t } = useTexts()
  const [copied, setCopied] = useState(false)
  return (
    <div className={classes.once} role="alert">
      <b>{what}</b>
      <code data-testid="factory-once">{secret}</code>
      <div className={classes.buttons}>
        <Button
          leftSection={<IconCopy size={17} aria-hidden="true" />}
          data-testid="factory-once-copy"
          onClick={() =>
            navigator.clipboard?.writeText(secret).then(
              () => setCopied(true),
              () => undefined,
            )
          }
        >
          {t(copied ? 'factory.copied' : 'factory.copy')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconCheck size={17} aria-hidden="true" />}
          data-testid="factory-once-seen"
          onClick={close}
        >
          {t('factory.seen')}
        </Button>
      </div>
    </div>
  )
}
