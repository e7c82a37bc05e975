// What is in a kit or a result file, for whoever decides about it.
import type { ReactNode } from 'react'
import { formatBytes, formatDateTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { Inspected } from './kit-inbox.ts'
import classes from './kits.module.css'

export function KitFacts({ found }: { found: Inspected }) {
  const { t, language } = useTexts()
  const one = found.kind === 'kit' ? found.kit : found.results
  const time = (at: string) => formatDateTime(at, language)
  const names = (list: readonly { readonly name: string }[]) =>
    list.length === 0 ? t('kits.nothing') : <Names names={list.map(({ name }) => name)} />
  return (
    <dl className={classes.facts} data-testid="kit-facts">
      <Fact name={t('kits.made')}>
        {[one.createdBy, one.stationName, time(one.createdAt)].filter(Boolean).join(', ')}
      </Fact>
      <Fact name={t('kits.key')}>
        <code>{one.fingerprint}</code>{' '}
        <span className={classes.trust} data-trusted={found.signer !== null}>
          {found.signer === null ? t('kits.notTrusted') : t('kits.trustedAs', { name: found.signer })}
        </span>
      </Fact>
      {found.kind === 'results' ? (
        <Fact name={t('kits.results')}>{found.results.jobs.toLocaleString(language)}</Fact>
      ) : (
        <>
          <Fact name={t('kits.validTo')}>{time(found.kit.validTo)}</Fact>
          <Fact name={t('kits.orders')}>{names(found.kit.orders)}</Fact>
          <Fact name={t('kits.tasks')}>{names(found.kit.tasks)}</Fact>
          <Fact name={t('kits.images')}>
            {names(
              found.kit.images.map(({ name, sizeBytes }) => ({
                name: `${name} (${formatBytes(sizeBytes, language)})`,
              })),
            )}
          </Fact>
          <Fact name={t('kits.profiles')}>{names(found.kit.profiles)}</Fact>
          <Fact name={t('kits.devices')}>{found.kit.devices.toLocaleString(language)}</Fact>
        </>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of one name are two
        <li key={index}>{name}</li>
      ))}
    </ul>
  )
}
