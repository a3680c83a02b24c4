// The graph of inputs, programs and outputs, drawn and in words.
import { useMemo, useState } from 'preact/hooks';
import type { Report } from './data';
import { type Graph, type GraphNode, graphOf } from './graph';
import { placed } from './layout';
import { executionsOf, lineageInto, lineageOutOf } from './lineage';
import type { Shown } from './shown';
import { count } from './text';

/** A larger graph takes a moment to lay out, so it is drawn only when asked for. */
const AT_ONCE = 80;

/** Of a desk's screen; a wider graph is drawn smaller at first, as long as it can be read. */
const USUAL_WIDTH = 1180;
const SMALLEST = 0.55;

type Part = 'all' | 'into' | 'outOf';

export function Flow({ report, shown, printed }: { report: Report; shown: Shown; printed: boolean }) {
  const [part, setPart] = useState<Part>('all');
  const about = part === 'all' ? null : shown.file;
  const graph = useMemo(() => {
    const lineage = about === null ? null : part === 'into' ? lineageInto(shown.flows(), about) : lineageOutOf(shown.flows(), about);
    return graphOf(report, lineage === null ? undefined : { files: lineage.files, executions: executionsOf(lineage) });
  }, [report, part, about]);
  const [asked, setAsked] = useState(false);
  const drawn = asked || printed || graph.nodes.length <= AT_ONCE;
  return (
    <section id="graph" aria-labelledby="graph-title">
      <h2 id="graph-title">Inputs, programs, outputs</h2>
      {graph.nodes.length === 0 && about === null ? (
        <p>Nothing was recorded of files of the tale’s own, pipes or sockets.</p>
      ) : (
        <>
          <p>
            {count(graph.nodes.length, 'node')}: files of the workspace, the data and scratch folders, the programs that used them, and the pipes and sockets between programs. Files of the image are left
            out. {graph.level > 0 ? 'Programs and files that belong together are one node, since there are many. ' : ''}
            {report.channels.length === 0 && 'Pipes and sockets were not recorded, or there were none.'}
          </p>
          <p class="not-printed filters">
            {!drawn && <button type="button" onClick={() => setAsked(true)}>Draw it</button>}
            {shown.file !== null && (
              <label>
                Show{' '}
                <select value={part} onChange={({ currentTarget }) => setPart(currentTarget.value as Part)}>
                  <option value="all">the whole run</option>
                  <option value="into">what may have gone into {shown.file.path}</option>
                  <option value="outOf">what may depend on {shown.file.path}</option>
                </select>
              </label>
            )}
            <Legend />
          </p>
          {drawn && <Drawing key={`${part} ${about?.index}`} graph={graph} shown={shown} />}
          <details open={printed}>
            <summary>The same in words</summary>
            <Words graph={graph} />
          </details>
        </>
      )}
    </section>
  );
}

function Legend() {
  return (
    <span class="legend">
      <span class="node input">input</span> <span class="node both">written and read</span> <span class="node output">output</span> <span class="node program">program</span>
    </span>
  );
}

function Drawing({ graph, shown }: { graph: Graph; shown: Shown }) {
  const { width, height, nodes, edges } = useMemo(() => placed(graph), [graph]);
  const [scale, setScale] = useState(Math.min(1, Math.max(SMALLEST, USUAL_WIDTH / width)));
  const go = (node: GraphNode) => {
    const [file] = node.files;
    const [process] = node.processes;
    if (file !== undefined) {
      shown.go(file);
    } else if (process !== undefined) {
      shown.go(process);
    }
  };
  return (
    <>
      <p class="not-printed filters">
        <button type="button" onClick={() => setScale(scale * 1.25)}>Larger</button>
        <button type="button" onClick={() => setScale(scale / 1.25)}>Smaller</button>
      </p>
      <div class="drawing" tabIndex={0} role="region" aria-label="The graph, drawn">
        <svg role="img" aria-label="A graph; the same is told in words below" width={width * scale} height={height * scale} viewBox={`0 0 ${width} ${height}`}>
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {edges.map(({ path, kind, label, x, y }) => (
            <g class={`edge ${kind}`}>
              <path d={path} marker-end="url(#arrow)" />
              {label !== '' && (
                <text x={x} y={y + 4}>
                  {label}
                </text>
              )}
            </g>
          ))}
          {nodes.map((node) => (
            <g class={`node ${node.kind}`} onClick={() => go(node)}>
              <title>{node.title}</title>
              <rect x={node.x} y={node.y} width={node.width} height={node.height} rx={node.kind === 'program' ? 15 : 3} />
              <text x={node.x + node.width / 2} y={node.y + node.height / 2 + 4}>
                {node.label}
              </text>
            </g>
          ))}
        </svg>
      </div>
    </>
  );
}

const EDGE_WORDS = { reads: 'is read by', writes: 'writes', pipe: 'pipes to', socket: 'sends to' };

function Words({ graph }: { graph: Graph }) {
  const labels = new Map(graph.nodes.map(({ id, label, title, files, processes }) => [id, files.length + processes.length === 1 ? title : label]));
  return (
    <ul>
      {graph.edges.map(({ from, to, kind, label }) => (
        <li>
          <code>{labels.get(from)}</code> {EDGE_WORDS[kind]} <code>{labels.get(to)}</code>
          {label === '' ? '' : ` (${label})`}
        </li>
      ))}
    </ul>
  );
}
