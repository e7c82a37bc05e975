// The file that is being brought in: what is in it, whether it would be taken, and the question. data-testid: kit-inbox
// (data-step), kit-take, kit-take-results, kit-again, kit-leave, kit-replace-profiles.
import { Button, Checkbox, Progress } from '@mantine/core'
import { IconFileImport, IconReload } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { formatList } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { KitFacts } from './kit-facts.tsx'
import { type InboxState, leaveKit, lookAgain, takeKit, takeResults, useInbox } from './kit-inbox.ts'
import classes from './kits.module.css'

export function InboxSection() {
  const { t } = useTexts()
  const client = useStation((state) => state.client)
  const file = useInbox((state) => state.file)
  if (!file) return null
  const { name, state } = file
  const isOver = state.step === 'taken' || state.step === 'failed'
  return (
    <Section
      title={t('kits.inbox.title', { name })}
      icon={<IconFileImport size={20} aria-hidden="true" />}
      className={classes.inbox}
    >
      <div className={classes.form} data-testid="kit-inbox" data-step={state.step}>
        {state.step === 'sending' && (
          <>
            <p className={classes.hint}>{t('kits.inbox.sending')}</p>
            <Progress
              value={(100 * state.doneBytes) / Math.max(1, state.sizeBytes)}
              size={8}
              aria-label={t('kits.inbox.sending')}
            />
          </>
        )}
        {state.step === 'looking' && <p className={classes.hint}>{t('kits.inbox.looking')}</p>}
        {state.step === 'failed' && <CallProblem error={state.error} />}
        {state.step === 'taken' && <Taken state={state} />}
        {state.step === 'seen' && <Seen state={state} />}
        {state.step !== 'seen' && (
          <div className={classes.buttons}>
            <Button variant="default" data-testid="kit-leave" onClick={() => leaveKit(client)}>
              {t(isOver ? 'kits.inbox.close' : 'kits.inbox.leave')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

function Seen({ state: { found, uploadId } }: { state: Extract<InboxState, { step: 'seen' }> }) {
  const { t, language } = useTexts()
  const client = useStation((state) => state.client)
  const mayReplace = useMay('profiles', 'save')
  const [replaces, setReplaces] = useState(false)
  const { refusal } = found
  const differing = found.kind === 'kit' && refusal === null ? found.differingProfiles : []
  return (
    <>
      <KitFacts found={found} />
      <CallProblem error={refusal} />
      {found.kind === 'kit' && found.isKnown && <p className={classes.hint}>{t('kits.inbox.isKnown')}</p>}
      {differing.length > 0 && (
        <div className={classes.differs}>
          <p>{t('kits.inbox.differs', { names: formatList(differing, language) })}</p>
          {mayReplace ? (
            <Checkbox
              label={t('kits.inbox.replace')}
              checked={replaces}
              data-testid="kit-replace-profiles"
              onChange={(event) => setReplaces(event.currentTarget.checked)}
            />
          ) : (
            <p>{t('kits.inbox.replaceLead')}</p>
          )}
        </div>
      )}
      <div className={classes.buttons}>
        {refusal !== null ? (
          <ActionButton
            testId="kit-again"
            label={t('kits.inbox.again')}
            icon={<IconReload size={17} aria-hidden="true" />}
            ask={(asked) => lookAgain(asked, uploadId)}
          />
        ) : found.kind === 'kit' ? (
          <ActionButton
            testId="kit-take"
            label={t('kits.inbox.take')}
            icon={<IconFileImport size={17} aria-hidden="true" />}
            look="filled"
            needs="kits.import"
            ask={(asked) => takeKit(asked, uploadId, replaces)}
          />
        ) : (
          <ActionButton
            testId="kit-take-results"
            label={t('kits.inbox.takeResults')}
            icon={<IconFileImport size={17} aria-hidden="true" />}
            look="filled"
            needs="kits.importResults"
            ask={(asked) => takeResults(asked, uploadId)}
          />
        )}
        <Button variant="default" data-testid="kit-leave" onClick={() => leaveKit(client)}>
          {t('kits.inbox.leave')}
        </Button>
      </div>
    </>
  )
}

function Taken({ state }: { state: Extract<InboxState, { step: 'taken' }> }) {
  const { t, language } = useTexts()
  if (state.kind === 'results') {
    const { jobs, messages, added } = state.taken
    return (
      <p role="status" className={classes.done}>
        <b>{t('kits.inbox.resultsTaken', { jobs, messages, added })}</b> {t('kits.inbox.resultsGo')}
      </p>
    )
  }
  const { isKnown, ordersAdded, ordersKept, profilesKept, bench } = state.taken
  return (
    <p role="status" className={classes.done}>
      <b>{t(isKnown ? 'kits.inbox.known' : 'kits.inbox.taken')}</b>{' '}
      {bench !== null && `${t('kits.inbox.benchSet', { productId: bench })} `}
      {ordersAdded > 0 && `${t('kits.inbox.takenOrders', { count: ordersAdded })} `}
      {ordersKept > 0 && `${t('kits.inbox.ordersKept', { count: ordersKept })} `}
      {profilesKept.length > 0 && t('kits.inbox.profilesKept', { names: formatList(profilesKept, language) })}
    </p>
  )
}
