package org.wholetale.recordedrun.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRunSpec;

/**
 * What a tale runs and where, by Whole Tale's launch contract: {@code sh run.sh} in {@code
 * <targetMount>/workspace}, beside {@code <targetMount>/data}.
 *
 * @param line program and arguments, as they reach the tale
 * @param data absolute; null where the tale has none
 */
record TaleCommand(List<String> line, String workspace, @Nullable String data) {

  static TaleCommand of(RecordedRunSpec spec) {
    String mount = spec.targetMount().replaceFirst("/+$", "");
    return new TaleCommand(
        spec.commandLine(), mount + "/workspace", spec.data() == null ? null : mount + "/data");
  }
}
