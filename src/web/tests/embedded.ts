// Reports of data that are made for a test, put into the page's template as org.wholetale.recordedrun.report.Report does.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const resource = (path: string) => new URL(`../../${path}/org/wholetale/recordedrun/`, import.meta.url);
const pages = new URL('../../../target/web/', import.meta.url);

/** What ReportTest holds the Java side to. */
export function golden(name: string): string {
  return readFileSync(new URL(`report/${name}.json`, resource('test/resources')), 'utf8');
}

/** What the notebook example's report was made from, with pipes and bytes recorded. */
export function notebook(): string {
  return gunzipSync(readFileSync(new URL('data/notebook.json.gz', import.meta.url))).toString('utf8');
}

/** Writes a report of these data; returns its URL. */
export function reportOf(name: string, data: string): string {
  const template = readFileSync(new URL('web/report.html', resource('main/resources')), 'utf8');
  mkdirSync(pages, { recursive: true });
  const page = new URL(`${name}.html`, pages);
  writeFileSync(page, template.replace('@@DATA@@', () => data));
  return `file://${fileURLToPath(page)}`;
}
