// What a run used, from its stats.ndjson.
import { bytes } from './format';
import type { Sample } from './server';

const WIDTH = 300;
const HEIGHT = 48;

export function Resources({ samples }: { samples: Sample[] }) {
  const last = samples.at(-1)!;
  const peak = Math.max(...samples.map((sample) => sample.memoryPeakBytes ?? sample.memoryBytes ?? 0));
  return (
    <div class="resources">
      {last.cpuSeconds !== undefined && (
        <Figure name="Processor" value={`${last.cpuSeconds.toFixed(2)} s`} points={samples.map(({ t, cpuSeconds }) => [t, cpuSeconds ?? 0])} />
      )}
      {peak > 0 && <Figure name="Memory, at most" value={bytes(peak)} points={samples.map(({ t, memoryBytes }) => [t, memoryBytes ?? 0])} />}
      {last.readBytes !== undefined && <Figure name="Read from disk" value={bytes(last.readBytes)} points={samples.map(({ t, readBytes }) => [t, readBytes ?? 0])} />}
      {last.writtenBytes !== undefined && (
        <Figure name="Written to disk" value={bytes(last.writtenBytes)} points={samples.map(({ t, writtenBytes }) => [t, writtenBytes ?? 0])} />
      )}
    </div>
  );
}

/** A figure, with how it came about over time. */
function Figure({ name, value, points }: { name: string; value: string; points: [number, number][] }) {
  return (
    <figure>
      <figcaption>
        <span class="quiet">{name}</span> <strong>{value}</strong>
      </figcaption>
      {points.length > 1 && (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="none">
          <polyline points={line(points)} vector-effect="non-scaling-stroke" />
        </svg>
      )}
    </figure>
  );
}

function line(points: [number, number][]): string {
  const [from, to] = [points[0]![0], points.at(-1)![0]];
  const most = Math.max(...points.map(([, value]) => value), 1e-9);
  return points.map(([t, value]) => `${(((t - from) / (to - from || 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`).join(' ');
}
