package org.wholetale.recordedrun.operator;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.wholetale.recordedrun.api.RunStatus;

/** One line for each phase that a run enters. */
final class RunLog implements Consumer<Transition> {

  private static final Logger log = LoggerFactory.getLogger(RunLog.class);

  @Override
  public void accept(Transition transition) {
    LoggingEventBuilder line =
        transition.to().phase() == RunStatus.FAILED ? log.atWarn() : log.atInfo();
    line.addKeyValue("namespace", transition.run().getMetadata().getNamespace())
        .addKeyValue("name", transition.run().getMetadata().getName())
        .addKeyValue("uid", transition.run().getMetadata().getUid())
        .addKeyValue("phase", transition.to().phase())
        .addKeyValue("reason", transition.to().reason())
        .log("run entered a phase");
  }
}
