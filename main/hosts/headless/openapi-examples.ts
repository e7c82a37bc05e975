// Examples of inputs in the OpenAPI document, by operation: where a stranger would not guess. Each fits its schema: a test.
export const openApiExamples: Readonly<Record<string, object>> = {
  'orders.create': {
    number: 'PO-2026-0117',
    name: 'Gateway, lot 117',
    lot: '117',
    productId: 'gateway-2',
    taskId: '8f3b2c',
    quantity: 500,
    mode: 'automatic',
    repeat: 'refuse',
  },
  'clients.create': { name: 'MES line 2', role: 'lead', expiresAt: '2027-01-01T00:00:00Z' },
  'webhooks.save': { name: 'MES', url: 'https://mes.plant.example/flashline', which: 'all' },
  'dropFolders.set': {
    in: { folder: '/mnt/mes/orders' },
    out: { folder: '/mnt/mes/records', json: true, csv: true },
  },
  'scans.take': { text: 'SN0001234', slotId: null },
}
