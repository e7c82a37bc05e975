// Factory software (MES): its tokens, its webhooks, its drop folders. Each is saved by itself.
import { CallProblem } from '../../../components/call-problem.tsx'
import { ClientsSection } from './clients-section.tsx'
import classes from './factory.module.css'
import { FoldersSection } from './folders-section.tsx'
import { useFactory } from './use-factory.ts'
import { WebhooksSection } from './webhooks-section.tsx'

export function FactoryPanel() {
  const { lists, failed } = useFactory()
  if (!lists) return <CallProblem error={failed} />
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <ClientsSection clients={lists.clients} />
      </div>
      <div className={classes.side}>
        <WebhooksSection webhooks={lists.webhooks} />
        <FoldersSection drops={lists.drops} />
      </div>
    </div>
  )
}
