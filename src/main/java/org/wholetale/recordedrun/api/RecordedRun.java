package org.wholetale.recordedrun.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** One recorded execution of a tale: executed once, never rerun. */
@Group(RecordedRun.GROUP)
@Version(RecordedRun.VERSION)
@ShortNames("rr")
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "TALE", jsonPath = ".spec.tale.taleId")
@AdditionalPrinterColumn(
    name = "EXIT",
    jsonPath = ".status.exitCode",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "TRACE",
    jsonPath = ".status.conditions[?(@.type==\"TraceComplete\")].status")
@AdditionalPrinterColumn(name = "DURATION", jsonPath = ".status.duration")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "NODE", jsonPath = ".status.nodeName", priority = 1)
@AdditionalPrinterColumn(
    name = "EVENTS",
    jsonPath = ".status.trace.events",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "LOST",
    jsonPath = ".status.trace.lost",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "ARCHIVE", jsonPath = ".status.trace.uri", priority = 1)
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.podName)"
            + " || (has(self.spec.suspend) && self.spec.suspend)"
            + " == (has(oldSelf.spec.suspend) && oldSelf.spec.suspend)",
    message = "suspend holds a run only until it has started; set spec.cancel to stop it",
    fieldPath = ".spec.suspend")
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message = "the run's name becomes a label: write at most 63 characters in metadata.name")
@ValidationRule(
    value = "has(self.status) || !self.metadata.name.matches('^" + RecordedRun.UID + "$')",
    message =
        "a name like a uid could lie in another run's archive: write for example run-<uid> in"
            + " metadata.name")
@NullUnmarked // the base class has fields that are null until the API server fills them
public class RecordedRun extends CustomResource<RecordedRunSpec, RecordedRunStatus>
    implements Namespaced {

  public static final String GROUP = "wholetale.org";
  public static final String VERSION = "v1alpha1";

  /** What a run's uid looks like; each archive's folder is named so, and nothing above one. */
  static final String UID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Override
  protected RecordedRunSpec initSpec() {
    return null;
  }

  @Override
  protected RecordedRunStatus initStatus() {
    return null;
  }
}
