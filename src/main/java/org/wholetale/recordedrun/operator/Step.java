package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * One thing that a reconcile does. A step looks at the world, does at most one thing to it, and may
 * be taken any number of times.
 */
interface Step {

  Progress take(RunFacts facts, Context<RecordedRun> context);

  /** Takes steps in their order, until one does not proceed. */
  static Progress takeAll(List<Step> steps, RunFacts facts, Context<RecordedRun> context) {
    RunFacts known = facts;
    for (Step step : steps) {
      switch (step.take(known, context)) {
        case Progress.Proceed(RunFacts next) -> known = next;
        case Progress.Wait wait -> {
          return wait;
        }
        case Progress.Done done -> {
          return done;
        }
      }
    }
    return Progress.done();
  }
}
