// As RunStatus.java numbers them; not taken from the page, which is to be held against it.
import type { RunStatus } from '../shared/status';

export const RUN_STATUSES: readonly RunStatus[] = ['UNKNOWN', 'STARTING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];
