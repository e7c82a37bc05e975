// The tasks of all products: a list that is searched and filtered, and beside it the one that is open.
// data-testid: tasks-screen, tasks-total, tasks-age, tasks-sync, tasks-create, tasks-error.
import { Button } from '@mantine/core'
import { IconPlus, IconRefresh } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatMinute } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { CreateDialog } from './create-dialog.tsx'
import { NoTasks, type WhyNone } from './empty-tasks.tsx'
import { knownProducts } from './known-products.ts'
import { emptyDraft, type NewTaskDraft } from './new-task-draft.ts'
import { everything, isFiltered } from './task-filter.ts'
import { TaskFilters } from './task-filters.tsx'
import { TaskList } from './task-list.tsx'
import { TaskPage } from './task-page.tsx'
import { type TaskPlace, taskHref, useTaskPlace } from './task-place.ts'
import classes from './tasks-screen.module.css'
import { useTaskList } from './use-task-list.ts'

export function TasksScreen() {
  const { t } = useTexts()
  const settings = useStation((state) => state.picture?.settings)
  const slots = useStation((state) => state.picture?.slots)
  const noneSet = useWhyNothing()
  const mayCreate = useMay('tasks', 'create')
  const [filter, setFilter] = useState(everything)
  const [draft, setDraft] = useState<NewTaskDraft | null>(null)
  const [creating, setCreating] = useState(false)
  const [usual, setUsual] = useState<TaskPlace | null>(null)
  const { pages, failed, more } = useTaskList(filter)
  const products = useMemo(
    () => (settings ? knownProducts(settings, Object.values(slots ?? {})) : []),
    [settings, slots],
  )
  const named = useTaskPlace()
  const [newest] = pages?.tasks ?? []
  // The first one, and the same one for as long as it is there: a new task must not push aside what somebody reads.
  if (newest && !pages?.tasks.some(({ taskId }) => taskId === usual?.taskId))
    setUsual({ productId: newest.productId, taskId: newest.taskId })
  const place = named ?? usual
  const listed =
    pages?.tasks.find((task) => task.taskId === place?.taskId && task.productId === place.productId) ?? null
  const hasNone = pages?.total === 0 && !isFiltered(filter)
  const why: WhyNone | null = hasNone ? (noneSet ?? 'tasks') : pages?.total === 0 ? 'fits' : null
  const first = settings?.bench?.productId ?? products[0]?.productId ?? ''
  const create = mayCreate && noneSet !== 'cloud' && (
    <Button
      leftSection={<IconPlus size={18} aria-hidden="true" />}
      data-testid="tasks-create"
      onClick={() => {
        setDraft(draft ?? emptyDraft(first))
        setCreating(true)
      }}
    >
      {t('tasks.create')}
    </Button>
  )
  return (
    <div className={classes.page} data-testid="tasks-screen">
      <header className={classes.head}>
        <h1>{t('tasks.title')}</h1>
        <span className={classes.quiet} data-testid="tasks-total" aria-live="polite">
          {pages && t('tasks.total', { count: pages.total })}
        </span>
        <span className={classes.gap} />
        {pages && <ListAge syncedAt={pages.syncedAt} />}
        <ActionButton
          testId="tasks-sync"
          label={t('tasks.sync')}
          icon={<IconRefresh size={17} aria-hidden="true" />}
          ask={(client) => client.sync.run()}
        />
        {!hasNone && create}
      </header>
      <CallProblem error={failed} />
      {!pages && !failed && <p className={classes.wait}>{t('tasks.loading')}</p>}
      {hasNone && named === null && <NoTasks why={why ?? 'tasks'}>{create}</NoTasks>}
      {pages && !(hasNone && named === null) && (
        <div className={classes.columns}>
          <div className={classes.list}>
            <TaskFilters filter={filter} products={products} onChange={setFilter} />
            {why ? (
              <NoTasks why={why} />
            ) : (
              <TaskList tasks={pages.tasks} products={products} open={place} onEnd={more} />
            )}
          </div>
          {place && <TaskPage key={taskHref(place)} place={place} listed={listed} products={products} />}
        </div>
      )}
      {creating && draft && (
        <CreateDialog
          draft={draft}
          products={products}
          onChange={setDraft}
          onMade={(task) => {
            setCreating(false)
            setDraft(null)
            location.hash = taskHref(task)
          }}
          onClose={() => setCreating(false)}
        />
      )}
    </div>
  )
}

function ListAge({ syncedAt }: { syncedAt: string | null }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  return (
    <span className={classes.quiet} data-testid="tasks-age">
      {syncedAt === null
        ? t('tasks.never')
        : t('tasks.copyOf', { time: formatMinute(syncedAt, language, new Date(nowMs)) })}
    </span>
  )
}

/** What has to be set before there can be tasks; null: nothing. */
function useWhyNothing(): 'cloud' | 'product' | null {
  return useStation(({ picture }) => {
    if (!picture || picture.practice) return null
    const { connections, products, bench } = picture.settings
    if (!connections.some(({ kind }) => kind === 'xlink')) return 'cloud'
    return products.length === 0 && !bench ? 'product' : null
  })
}
