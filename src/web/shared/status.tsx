// Whole Tale's RunStatus as the dashboard shows it: an icon with its colour, and the word beside it.
import ban from 'lucide-static/icons/ban.svg';
import circleCheck from 'lucide-static/icons/circle-check.svg';
import circleQuestionMark from 'lucide-static/icons/circle-question-mark.svg';
import circleX from 'lucide-static/icons/circle-x.svg';
import loaderCircle from 'lucide-static/icons/loader-circle.svg';
import refreshCw from 'lucide-static/icons/refresh-cw.svg';
import './status.css';

/** In the order of their codes, 0 to 5. */
export const RUN_STATUSES = ['UNKNOWN', 'STARTING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];

const ICONS: Record<RunStatus, string> = {
  UNKNOWN: circleQuestionMark,
  STARTING: loaderCircle,
  RUNNING: refreshCw,
  COMPLETED: circleCheck,
  FAILED: circleX,
  CANCELLED: ban,
};

/** Whether a run in this phase has ended. */
export function isTerminal(status: RunStatus): boolean {
  return RUN_STATUSES.indexOf(status) >= RUN_STATUSES.indexOf('COMPLETED');
}

/** The icon alone, which says nothing to a screen reader. */
export function StatusIcon({ status }: { status: RunStatus }) {
  return (
    <span
      class={`status-icon status-${status.toLowerCase()}`}
      aria-hidden="true"
      // a constant of the bundle, never what a run says
      dangerouslySetInnerHTML={{ __html: ICONS[status] }}
    />
  );
}

/** The icon with the phase's name. */
export function StatusLabel({ status }: { status: RunStatus }) {
  return (
    <span class="status">
      <StatusIcon status={status} />
      {status}
    </span>
  );
}
