// What a run prints and does, as it comes.
import { useEffect, useRef } from 'preact/hooks';
import type { Printed } from './server';

/** A text that grows at its end, which stays in view until somebody scrolls up. */
function Growing({ label, children }: { label: string; children: preact.ComponentChildren }) {
  const text = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (text.current !== null && follows.current) {
      text.current.scrollTop = text.current.scrollHeight;
    }
  });
  return (
    <pre
      ref={text}
      class="growing"
      // scrolls, so that a keyboard must reach it
      tabIndex={0}
      role="region"
      aria-label={label}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight >= scrollHeight - 8;
      }}
    >
      {children}
    </pre>
  );
}

export function Output({ pieces }: { pieces: Printed[] }) {
  return (
    <Growing label="Output">
      {pieces.map(({ stream, text }, index) => (stream === 'stderr' ? <em key={index}>{text}</em> : text))}
    </Growing>
  );
}

export function TraceLines({ lines }: { lines: string[] }) {
  return <Growing label="Events">{['TIME(us)     EVENT       PROCESS  PROGRAM-NAME     DETAILS', ...lines].join('\n')}</Growing>;
}
