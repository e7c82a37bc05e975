// Why there is nothing to see, and what to do about it. data-testid: tasks-none-<cloud|product|tasks|fits>, tasks-gone.
import { Button } from '@mantine/core'
import {
  IconChecklist,
  IconCloudOff,
  IconFilterOff,
  IconQuestionMark,
  IconSettings,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CallError } from '../../api/call-error.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useMay } from '../../components/use-may.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './empty-tasks.module.css'

export type WhyNone = 'cloud' | 'product' | 'tasks' | 'fits'

const icons = { cloud: IconCloudOff, product: IconSettings, tasks: IconChecklist, fits: IconFilterOff }

export function NoTasks({ why, children }: { why: WhyNone; children?: ReactNode }) {
  const { t } = useTexts()
  const maySet = useMay('settings', 'set')
  const mayCreate = useMay('tasks', 'create')
  const NoneIcon = icons[why]
  const detail = {
    cloud: maySet ? 'tasks.none.cloudDetail' : 'tasks.none.cloudDetailOther',
    product: 'tasks.none.productDetail',
    tasks: mayCreate ? 'tasks.none.tasksDetailLead' : 'tasks.none.tasksDetail',
    fits: 'tasks.none.fitsDetail',
  } as const
  return (
    <div className={classes.none} data-testid={`tasks-none-${why}`}>
      <NoneIcon size={56} stroke={1.2} aria-hidden="true" />
      <h2>{t(`tasks.none.${why}`)}</h2>
      <p>{t(detail[why])}</p>
      {(why === 'cloud' || why === 'product') && maySet && (
        <Button
          component="a"
          href={why === 'cloud' ? '#/settings/clouds' : '#/settings/products'}
          leftSection={<IconSettings size={17} aria-hidden="true" />}
        >
          {t('tasks.none.openSettings')}
        </Button>
      )}
      {children}
    </div>
  )
}

export function TaskNotFound({ error }: { error: CallError }) {
  const { t } = useTexts()
  return (
    <div className={classes.none} data-testid="tasks-gone">
      <IconQuestionMark size={56} stroke={1.2} aria-hidden="true" />
      <h2>{t('tasks.none.gone')}</h2>
      <CallProblem error={error} />
    </div>
  )
}
