// What the tale printed: its beginning and its end. Controls, of which terminals make colours, are shown and not obeyed.
import { useState } from 'preact/hooks';
import type { Piece, Report } from './data';
import { bytes } from './text';

type Wanted = 'both' | 'stdout' | 'stderr';

export function Output({ report }: { report: Report }) {
  const { stdout, stderr, leftOut, remark, head, tail } = report.output;
  const [wanted, setWanted] = useState<Wanted>('both');
  return (
    <section id="output" aria-labelledby="output-title">
      <h2 id="output-title">Output</h2>
      {remark !== null && <p class="remark">{remark} The archive has all of it; recordedrun report makes this page anew with it.</p>}
      {stdout + stderr === 0 ? (
        remark === null && <p>The tale printed nothing.</p>
      ) : (
        <>
          <p>
            {bytes(stdout)} to stdout, {bytes(stderr)} to stderr, in the order they came.
          </p>
          <fieldset class="not-printed filters">
            <legend class="spoken">Stream</legend>
            {(['both', 'stdout', 'stderr'] as const).map((each) => (
              <label>
                <input type="radio" name="stream" checked={wanted === each} onChange={() => setWanted(each)} /> {each}
              </label>
            ))}
          </fieldset>
          <pre class="printed-text" tabIndex={0} role="region" aria-label="What the tale printed">
            <Pieces pieces={head} wanted={wanted} />
            {leftOut > 0 && <strong class="cut">{`\n… ${bytes(leftOut)} are not on this page; recordedrun output ARCHIVE prints all …\n`}</strong>}
            <Pieces pieces={tail} wanted={wanted} />
          </pre>
          {stderr > 0 && stdout > 0 && <p class="quiet">What went to stderr has a line at its left side.</p>}
        </>
      )}
    </section>
  );
}

function Pieces({ pieces, wanted }: { pieces: Piece[]; wanted: Wanted }) {
  return (
    <>
      {pieces
        .filter(({ stream }) => wanted === 'both' || stream === wanted)
        .map(({ stream, text }) => (
          <span class={stream}>{text}</span>
        ))}
    </>
  );
}
