// A digest that people can compare and take away: in groups, with a button that copies it. data-testid: copy-<name>.
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'
import { groupHex } from './firmware-rows.ts'

const copiedMs = 2000

export function DigestLine({ name, hex }: { name: string; hex: string }) {
  const { t } = useTexts()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), copiedMs)
    return () => clearTimeout(timer)
  }, [copied])
  const label = t(copied ? 'firmware.copied' : 'firmware.copy', { name })
  return (
    <span className={classes.digest}>
      {/* Read and copied as one word, seen in groups. */}
      <span className={`${classes.hex} fl-mono`}>
        {groupHex(hex).map((group, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups have no other name than their place
          <span key={place}>{group}</span>
        ))}
      </span>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={label}
          data-testid={`copy-${name.toLowerCase()}`}
          onClick={() => navigator.clipboard?.writeText(hex).then(() => setCopied(true))}
        >
          {copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
