// Bundles the pages into the folder that is named, the same bytes each time:
//   runs.html, runs.js, runs.css   what the operator serves at /runs
//   report.html                    all of the report but its data, in one file
//   LICENSES.txt                   of everything that is in them
//
// usage: node build.mjs FOLDER
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv[2];
if (into === undefined) {
  console.error('usage: node build.mjs FOLDER');
  process.exit(2);
}

/** An icon as a string, without its notice, which is in LICENSES.txt, and without line breaks. */
const icons = {
  name: 'icons',
  setup(bundler) {
    bundler.onLoad({ filter: /\.svg$/ }, ({ path }) => ({
      loader: 'text',
      contents: readFileSync(path, 'utf8')
        .replace(/<!--.*?-->/gs, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?(\/?>) ?/g, '$1')
        .trim(),
    }));
  },
};

/** @returns the page's script, its styles, and the packages that are in either */
async function bundled(page) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: [`${page}/main.tsx`],
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'es2023',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [icons],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return {
    script: text('.js').trimEnd(),
    styles: text('.css').trimEnd(),
    packages: Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  };
}

/** Puts each value where the template has its name, such as `@@STYLES@@`; what is in a value is left as it is. */
function filled(template, values) {
  return template.replace(/@@([A-Z_]+)@@/g, (mark, name) => values[name] ?? mark);
}

function hashed(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function template(page) {
  return readFileSync(join(here, page, 'index.html'), 'utf8');
}

function licence(name) {
  const folder = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
}

const runs = await bundled('runs');
const report = await bundled('report');
if (/<\/(script|style)/i.test(report.script + report.styles)) {
  throw new Error('the report is one file: nothing of its bundle may end a script or style element');
}

mkdirSync(into, { recursive: true });
const write = (name, text) => writeFileSync(join(into, name), text);
write('runs.html', template('runs'));
write('runs.js', runs.script);
write('runs.css', runs.styles);
write(
  'report.html',
  filled(template('report'), {
    STYLES: report.styles,
    STYLES_HASH: hashed(report.styles),
    SCRIPT: report.script,
    SCRIPT_HASH: hashed(report.script),
  }),
);
const packages = [...new Set([...runs.packages, ...report.packages])].sort();
write('LICENSES.txt', packages.map(licence).join(`\n${'-'.repeat(80)}\n\n`));
