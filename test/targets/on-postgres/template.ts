// A database as a new cloud has it, and what makes a used one so again: the rows that the migrations put there are kept in
// a schema beside the tables, with a procedure that puts them back and takes away every other.
// Sources: https://www.postgresql.org/docs/15/plpgsql.html, https://www.postgresql.org/docs/15/functions-admin.html
import pg from 'pg'
import { openPostgresDatabase } from '../../../main/local-cloud/database/postgres.ts'

const undefinedTable = '42P01'

// Rows are deleted, not truncated: each truncated table and each of its indexes would be new files.
const kept = `
  CREATE SCHEMA kept;
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
      EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
    END LOOP;
  END $$;
  CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
    -- References between the tables are not looked at meanwhile.
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
      EXECUTE format('DELETE FROM public.%I', name);
      EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE kept.%I', name, name);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
  END $$;
`

/** Makes all tables in the empty database `url`. */
export async function makeTemplate(url: string): Promise<void> {
  const database = await openPostgresDatabase(url)
  await database.close()
  await using client = await connected(url)
  await client.query(kept)
}

/** `url` leads to `name`, a copy of the template; whoever is connected to it is thrown out. False: a table is gone. */
export async function emptyAgain(admin: pg.Pool, name: string, url: string): Promise<boolean> {
  await admin.query('SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1', [
    name,
  ])
  await using client = await connected(url)
  try {
    await client.query('CALL kept.put_back()')
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === undefinedTable) return false
    throw error
  }
}

async function connected(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
