// For which devices the task is; thousands of ids, of which only those that are seen are drawn. data-testid: task-devices,
// task-devices-filter.
import { TextInput } from '@mantine/core'
import { IconDevices2, IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-card.module.css'
import { TaskCard } from './task-card.tsx'
import { scopeWords } from './task-words.ts'

const rowHeight = 26

export function DeviceList({ task }: { task: TaskView }) {
  const { t } = useTexts()
  const { category, deviceIds } = task.scope
  return (
    <TaskCard
      title={t('tasks.devices.title')}
      icon={<IconDevices2 size={18} aria-hidden="true" />}
      testId="task-devices"
      grows
      aside={<span className={classes.quiet}>{scopeWords(t, task.scope)}</span>}
    >
      {category === 'all' && (
        <p className={classes.quiet}>{t('tasks.devices.all', { version: task.fromVersion })}</p>
      )}
      {category === 'devices' && deviceIds.length === 0 && (
        <p className={classes.warn}>{t('tasks.devices.none')}</p>
      )}
      {category === 'devices' && deviceIds.length > 0 && <Ids key={task.taskId} deviceIds={deviceIds} />}
    </TaskCard>
  )
}

function Ids({ deviceIds }: { deviceIds: readonly string[] }) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const scroll = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => {
    const words = text.trim().toLowerCase()
    return words === '' ? deviceIds : deviceIds.filter((id) => id.toLowerCase().includes(words))
  }, [deviceIds, text])
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const heightPx = Math.min(deviceIds.length, 8) * rowHeight + 2
  return (
    <>
      {deviceIds.length > 8 && (
        <TextInput
          size="xs"
          type="search"
          aria-label={t('tasks.devices.filter')}
          placeholder={t('tasks.devices.filter')}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={text}
          maxLength={64}
          data-testid="task-devices-filter"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <section
        ref={scroll}
        className={classes.devices}
        style={{ height: heightPx }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        tabIndex={0}
        aria-label={t('tasks.devices.title')}
      >
        <ul className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start }) => (
            <li key={key} className="fl-mono" style={{ top: start }}>
              {shown[index]}
            </li>
          ))}
        </ul>
      </section>
      {shown.length === 0 && <p className={classes.quiet}>{t('tasks.devices.noneFits')}</p>}
    </>
  )
}
