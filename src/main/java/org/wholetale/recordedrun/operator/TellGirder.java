package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.StatusCallback;

/** Has Girder told what the API server holds of a run that asks for it; waits for nothing. */
record TellGirder(StatusReports reports) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    StatusCallback callback = facts.spec().statusCallback();
    RecordedRunStatus status = facts.run().getStatus();
    return Progress.proceed(
        callback == null || status == null
            ? facts
            : facts.withReported(reports.tell(facts.run(), callback, status)));
  }
}
