// What has to be typed for a review: who decides it, and what a test task is called once it is formal. data-testid:
// task-reviewer, promote-name, promote-description, promote-scope-<keep|all>.
import { Textarea, TextInput } from '@mantine/core'
import { longestTaskName } from '../../../preload/contract/task-rules.ts'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import { type ActionTyped, typedProblem } from './action-typed.ts'
import { Segmented } from './segmented.tsx'

interface TypedFieldsProps {
  readonly typed: ActionTyped
  readonly onChange: (part: Partial<ActionTyped>) => void
}

export function SubmitFields({ typed, onChange }: TypedFieldsProps) {
  const { t } = useTexts()
  return (
    <TextInput
      label={t('tasks.ask.reviewer')}
      description={t('tasks.ask.reviewerHint')}
      inputWrapperOrder={['label', 'input', 'description']}
      value={typed.reviewerId}
      maxLength={64}
      autoFocus
      data-testid="task-reviewer"
      onChange={(event) => onChange({ reviewerId: event.currentTarget.value })}
    />
  )
}

export function PromoteFields({ typed, task, onChange }: TypedFieldsProps & { readonly task: TaskView }) {
  const { t } = useTexts()
  const problem = typedProblem('promote', typed, task)
  const errorOf = (missing: typeof problem, tooLong: typeof problem) => {
    if (problem === missing) return { error: t('tasks.draft.problem.missing') }
    return problem === tooLong ? { error: t('tasks.draft.problem.tooLong') } : {}
  }
  return (
    <>
      <TextInput
        label={t('tasks.ask.promoteName')}
        description={t('tasks.draft.nameHint', { most: longestTaskName })}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={typed.name}
        maxLength={100}
        data-testid="promote-name"
        {...errorOf('nameMissing', 'nameTooLong')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('tasks.ask.promoteDescription')}
        value={typed.description}
        rows={3}
        maxLength={1000}
        data-testid="promote-description"
        {...errorOf('descriptionMissing', 'descriptionTooLong')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {task.scope.category === 'devices' && (
        <Segmented
          label={t('tasks.ask.promoteScope')}
          value={typed.forAll ? 'all' : 'keep'}
          testId="promote-scope"
          error={problem === 'noDevices' ? t('tasks.draft.problem.noDevices') : undefined}
          options={[
            { value: 'keep', label: t('tasks.ask.promoteKeep', { count: task.scope.deviceIds.length }) },
            { value: 'all', label: t('tasks.ask.promoteAll') },
          ]}
          onChange={(scope) => onChange({ forAll: scope === 'all' })}
        />
      )}
    </>
  )
}
