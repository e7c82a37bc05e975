// The products, one row each: ids, and which connection serves which use. A use offers only connections that have it.
// data-testid: product-row (data-product), product-<field>, product-<use>, product-remove, product-add.
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPackages, IconPlus, IconTrash } from '@tabler/icons-react'
import { cloudUses } from '../../../../preload/contract/connection-facts.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import { connectionLabel } from '../connections/connection-state.ts'
import type { Draft, DraftProblems } from '../draft.ts'
import type { FieldProblem } from '../field-problem.ts'
import { Section } from '../section.tsx'
import { connectionsFor, newProductDraft, type ProductDraft, type ProductField } from './product-draft.ts'
import classes from './products.module.css'

const most = 500
const typedFields = [
  { field: 'productId', longest: 64 },
  { field: 'name', longest: 60 },
  { field: 'productKey', longest: 64 },
] as const

export interface ProductTableProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly problems: DraftProblems['products']
}

export function ProductTable({ draft, change, problems }: ProductTableProps) {
  const { t } = useTexts()
  const { products, connections } = draft
  const full = products.length >= most
  return (
    <Section title={t('products.title')} icon={<IconPackages size={20} aria-hidden="true" />}>
      <p className={classes.hint}>{t(products.length === 0 ? 'products.empty' : 'products.hint')}</p>
      {products.length > 0 && (
        <table className={classes.products}>
          <thead>
            <tr>
              {typedFields.map(({ field }) => (
                <th
                  key={field}
                  scope="col"
                  title={field === 'productKey' ? t('products.productKeyHint') : undefined}
                >
                  {t(`products.${field}`)}
                </th>
              ))}
              {cloudUses.map((use) => (
                <th key={use} scope="col">
                  {t(`products.${use}`)}
                </th>
              ))}
              <th scope="col" className={classes.actions}>
                <span className="fl-hidden">{t('products.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {products.map((product) => (
              <ProductRow
                key={product.key}
                product={product}
                connections={connections}
                problems={problems[product.key] ?? {}}
                change={(part) =>
                  change({
                    products: products.map((one) => (one.key === product.key ? { ...one, ...part } : one)),
                  })
                }
                remove={() => change({ products: products.filter(({ key }) => key !== product.key) })}
              />
            ))}
          </tbody>
        </table>
      )}
      <Button
        variant="default"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={17} aria-hidden="true" />}
        disabled={full}
        title={full ? t('products.full') : undefined}
        data-testid="product-add"
        onClick={() => {
          const key = Math.max(-1, ...products.map((product) => product.key)) + 1
          change({ products: [...products, newProductDraft(key, connections)] })
        }}
      >
        {t('products.add')}
      </Button>
    </Section>
  )
}

interface ProductRowProps {
  readonly product: ProductDraft
  readonly connections: Draft['connections']
  readonly problems: Partial<Record<ProductField, FieldProblem>>
  readonly change: (part: Partial<ProductDraft>) => void
  readonly remove: () => void
}

function ProductRow({ product, connections, problems, change, remove }: ProductRowProps) {
  const { t } = useTexts()
  const said = product.productId.trim() || t('products.productId')
  const problem = problems.productId
  return (
    <tr data-testid="product-row" data-product={product.productId}>
      {typedFields.map(({ field, longest }) => (
        <td key={field}>
          <TextInput
            aria-label={t('products.use', { use: t(`products.${field}`), product: said })}
            value={product[field]}
            maxLength={longest}
            spellCheck={false}
            placeholder={field === 'productKey' ? t('products.sameAsId') : ''}
            autoFocus={field === 'productId' && product.productId === ''}
            data-testid={`product-${field}`}
            {...(field === 'productId' && problem ? { error: t(`problem.${problem}`) } : {})}
            onChange={(event) => change({ [field]: event.currentTarget.value })}
          />
        </td>
      ))}
      {cloudUses.map((use) => (
        <td key={use}>
          <Choice
            label={t('products.use', { use: t(`products.${use}`), product: said })}
            labelHidden
            value={product[use]}
            testId={`product-${use}`}
            options={[
              { value: '', label: t('products.noRoute') },
              ...connectionsFor(use, connections).map((connection) => ({
                value: connection.connectionId,
                label: connectionLabel(connection),
              })),
            ]}
            onChange={(connectionId) => change({ [use]: connectionId })}
          />
        </td>
      ))}
      <td>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('products.remove', { product: said })}
          title={t('products.remove', { product: said })}
          data-testid="product-remove"
          onClick={remove}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </td>
    </tr>
  )
}
