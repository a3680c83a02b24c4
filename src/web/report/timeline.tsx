// When each process ran, and beneath it what the tale took of the machine, on one axis of time.
import { scaleLinear } from 'd3-scale';
import { area, curveLinear, curveStepBefore, line } from 'd3-shape';
import { useMemo, useState } from 'preact/hooks';
import { commandOf, endOf, exitOf, failed, type Process, programOf, type Report } from './data';
import { LongList } from './list';
import type { Shown } from './shown';
import { bytes, duration, figure } from './text';

type Span = [from: number, to: number];

/** Of the whole width that a bar has at least, to be seen. */
const NARROWEST = 0.25;

export function Timeline({ report, shown, printed }: { report: Report; shown: Shown; printed: boolean }) {
  const whole = useMemo((): Span => [beginningOf(report), report.end], [report]);
  const [chosen, setSpan] = useState(whole);
  const span = printed ? whole : chosen;
  const rows = useMemo(() => inOrder(report).filter((process) => process.since <= span[1] && endOf(process, report) >= span[0]), [report, span]);
  const place = (time: number) => Math.max(0, Math.min(100, ((time - span[0]) / (span[1] - span[0])) * 100));

  const zoom = (factor: number) => setSpan(within(whole, (span[0] + span[1]) / 2, (span[1] - span[0]) * factor));
  const move = (part: number) => setSpan(within(whole, (span[0] + span[1]) / 2 + (span[1] - span[0]) * part, span[1] - span[0]));
  const isWhole = span[0] === whole[0] && span[1] === whole[1];

  return (
    <section id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <p class="not-printed filters">
        <button type="button" onClick={() => zoom(0.5)}>Zoom in</button>
        <button type="button" disabled={isWhole} onClick={() => zoom(2)}>Zoom out</button>
        <button type="button" disabled={span[0] === whole[0]} onClick={() => move(-0.5)}>Earlier</button>
        <button type="button" disabled={span[1] === whole[1]} onClick={() => move(0.5)}>Later</button>
        <button type="button" disabled={isWhole} onClick={() => setSpan(whole)}>Whole run</button>
        <span class="quiet" role="status">
          {duration(span[1] - span[0])}, from {duration(span[0] - whole[0])} after the tale began
        </span>
      </p>
      <div class="timeline">
        <LongList
          id="bar"
          role="listbox"
          label="When each process ran"
          count={rows.length}
          rowHeight={22}
          printed={printed}
          isChosen={(index) => rows[index] === shown.process}
          choose={(index) => shown.choose(rows[index]!)}
          row={(index, attributes) => {
            const process = rows[index]!;
            const from = place(process.since);
            const to = Math.max(place(endOf(process, report)), from + NARROWEST);
            const words = `${programOf(process)}, ${exitOf(process, report)}: from ${duration(process.since - whole[0])} for ${duration(endOf(process, report) - process.since)}`;
            return (
              <div key={process.index} {...attributes} role="option" aria-label={words} title={`${commandOf(process)}\n${words}`}>
                <span class="who">
                  <code>{programOf(process)}</code>
                </span>
                <span class="track">
                  <span class={failed(process) ? 'bar bad' : 'bar'} style={{ insetInlineStart: `${from}%`, width: `${to - from}%` }} />
                </span>
              </div>
            );
          }}
        />
        <Axis span={span} from={whole[0]} />
        <Resources report={report} span={span} />
      </div>
    </section>
  );
}

function Axis({ span, from }: { span: Span; from: number }) {
  const scale = scaleLinear([span[0] - from, span[1] - from], [0, 100]);
  return (
    <div class="axis" aria-hidden="true">
      <span class="who" />
      <span class="track">
        {scale.ticks(4).map((time) => (
          <span class="tick" style={{ insetInlineStart: `${scale(time)}%` }}>
            {duration(time)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The processor's and the memory's pictures; where nothing was counted, that. */
function Resources({ report, span }: { report: Report; span: Span }) {
  const load = useMemo(() => loadOf(report), [report]);
  const memory = useMemo(() => report.samples.flatMap(({ time, memory: used }): Point[] => (used === null ? [] : [{ time, value: used }])), [report]);
  if (load.length === 0 && memory.length === 0) {
    return <p class="quiet">What the tale took of processor and memory was not counted.</p>;
  }
  const most = (points: Point[]) => Math.max(...points.map(({ value }) => value));
  return (
    <>
      {load.length > 0 && (
        <Chart
          name="Processors"
          words={`up to ${figure(Math.round(most(load) * 100) / 100)} at once`}
          points={load}
          span={span}
          top={most(load)}
          stepped
        />
      )}
      {memory.length > 0 && <Chart name="Memory" words={`up to ${bytes(report.memoryPeak ?? most(memory))}`} points={memory} span={span} top={report.memoryPeak ?? most(memory)} />}
    </>
  );
}

interface Point {
  time: number;
  value: number;
}

function Chart({ name, words, points, span, top, stepped = false }: { name: string; words: string; points: Point[]; span: Span; top: number; stepped?: boolean }) {
  const x = scaleLinear(span, [0, 1000]);
  const y = scaleLinear([0, top === 0 ? 1 : top], [58, 2]);
  const curve = stepped ? curveStepBefore : curveLinear;
  const filled = area<Point>().x(({ time }) => x(time)).y0(60).y1(({ value }) => y(value)).curve(curve);
  const drawn = line<Point>().x(({ time }) => x(time)).y(({ value }) => y(value)).curve(curve);
  return (
    <div class="chart">
      <span class="who">
        {name}
        <br />
        <span class="quiet">{words}</span>
      </span>
      <svg class="track" role="img" aria-label={`${name}: ${words}`} viewBox="0 0 1000 60" preserveAspectRatio="none">
        <path class="filled" d={filled(points) ?? ''} />
        <path class="drawn" d={drawn(points) ?? ''} vector-effect="non-scaling-stroke" />
      </svg>
    </div>
  );
}

/** How many processors were used between each sample and the one before. */
function loadOf({ samples }: Report): Point[] {
  const points: Point[] = [];
  for (let i = 1; i < samples.length; i++) {
    const [before, now] = [samples[i - 1]!, samples[i]!];
    if (before.cpuSeconds !== null && now.cpuSeconds !== null && now.time > before.time) {
      points.push({ time: now.time, value: (now.cpuSeconds - before.cpuSeconds) / ((now.time - before.time) / 1e9) });
    }
  }
  return points.length === 0 ? [] : [{ time: samples[0]!.time, value: points[0]!.value }, ...points];
}

function beginningOf({ processes, end }: Report): number {
  return Math.min(processes.reduce((first, { since }) => Math.min(first, since), Infinity), end - 1);
}

/** All that executed a program, each after the one that made it. */
function inOrder({ roots }: Report): Process[] {
  const rows: Process[] = [];
  const stack = roots.toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.executions.length > 0) {
      rows.push(next);
    }
    stack.push(...next.children.toReversed());
  }
  return rows;
}

function within(whole: Span, middle: number, wanted: number): Span {
  const length = Math.min(wanted, whole[1] - whole[0]);
  const from = Math.max(whole[0], Math.min(whole[1] - length, middle - length / 2));
  return [from, from + length];
}
