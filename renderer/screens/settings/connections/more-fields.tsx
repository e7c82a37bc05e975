// What few connections need: path, time-out, proxy, certificates. Open when it holds something or something is wrong.
// data-testid: connection-more, and those of connection-text.tsx.
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import { moreFields } from './connection-draft.ts'
import { type ConnectionFieldsProps, ConnectionText } from './connection-text.tsx'
import classes from './connections.module.css'

export function MoreFields(props: ConnectionFieldsProps) {
  const { t } = useTexts()
  const { draft, problems } = props
  const [opened, setOpened] = useState(() => moreFields.some((field) => draft[field] !== ''))
  const open = opened || moreFields.some((field) => problems[field] !== undefined)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div className={classes.more}>
      <button
        type="button"
        className={classes.moreButton}
        aria-expanded={open}
        data-testid="connection-more"
        onClick={() => setOpened(!open)}
      >
        <Chevron size={18} aria-hidden="true" />
        {t('connections.more')}
      </button>
      {open && (
        <div className={classes.fields}>
          <ConnectionText
            {...props}
            field="pathSuffix"
            hint={t('connections.pathSuffixHint')}
            placeholder="/geapp"
          />
          <ConnectionText
            {...props}
            field="extraQuery"
            hint={t('connections.extraQueryHint')}
            placeholder="a=1&b=2"
          />
          <ConnectionText {...props} field="proxyUrl" placeholder="http://proxy:3128" inputMode="url" />
          <ConnectionText {...props} field="proxyUser" />
          <ConnectionText
            {...props}
            field="timeoutMs"
            hint={t('connections.timeoutHint')}
            inputMode="numeric"
          />
          <ConnectionText
            {...props}
            field="caPem"
            placeholder="-----BEGIN CERTIFICATE-----"
            lines={4}
            className={classes.wide}
          />
        </div>
      )}
    </div>
  )
}
