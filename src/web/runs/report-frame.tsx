// The report, in a frame that has no origin, no network and no way to this page. It cannot fetch the report itself, which takes the token.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Server } from './server';

export function ReportFrame({ server, namespace, name }: { server: Server; namespace: string; name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [report, setReport] = useState<string | null>(null);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    server.report(namespace, name).then(setReport, (refusal: Error) => setProblem(refusal.message));
  }, [server, namespace, name]);

  useEffect(() => {
    if (report === null) {
      return;
    }
    const ready = ({ source }: MessageEvent) => {
      if (source !== null && source === frame.current?.contentWindow) {
        source.postMessage(report, { targetOrigin: '*' }); // it has no origin to name
      }
    };
    addEventListener('message', ready);
    return () => removeEventListener('message', ready);
  }, [report]);

  if (report === null) {
    return <p role="status">{problem === '' ? 'Fetching the report.' : problem}</p>;
  }
  return (
    <>
      <p class="not-printed">
        <button type="button" onClick={() => download(`${name}.html`, report)}>
          Download the report
        </button>
      </p>
      <iframe ref={frame} title={`Report of ${name}`} src={new URL('runs/frame', document.baseURI).href} sandbox="allow-scripts" />
    </>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
