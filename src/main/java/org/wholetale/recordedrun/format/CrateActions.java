package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** The actions of a crate, and by what they were done: the tale, its image, programs, variables. */
final class CrateActions {

  private static final String RUN = "#run";
  private static final String TALE = "#tale";
  private static final String IMAGE = "#image";
  private static final int LONGEST_COMMAND = 2000;

  private record Variable(String name, String value) {}

  private final RunRecord run;
  private final RunDescription description;
  private final CrateFiles files;
  private final CrateCompleteness completeness;
  private final List<Execution> executions;
  private final Map<String, String> programs = new LinkedHashMap<>();
  private final Map<Variable, String> variables = new LinkedHashMap<>();

  CrateActions(RunRecord run, CrateFiles files, CrateCompleteness completeness) {
    this.run = run;
    this.description = run.description();
    this.files = files;
    this.completeness = completeness;
    this.executions =
        run.graph().executions().stream()
            .filter(execution ->
                execution.files().stream().anyMatch(use -> files.id(use.version()).isPresent()))
            .toList();
  }

  /** The ids of all actions, the run's first. */
  Collection<String> ids() {
    return Stream.concat(Stream.of(RUN), executions.stream().map(CrateActions::id)).toList();
  }

  void write(CrateJson json) throws IOException {
    writeRun(json);
    for (Execution execution : executions) {
      write(json, execution);
    }
    writeTale(json);
    if (description.image() != null) {
      ImageName.parse(description.image(), description.imageDigest()).write(json, IMAGE);
    }
    for (Map.Entry<String, String> program : programs.entrySet()) {
      json.begin(program.getValue(), "SoftwareApplication");
      json.text("name", baseName(program.getKey()));
      json.text("description", program.getKey());
      json.end();
    }
    for (Map.Entry<Variable, String> variable : variables.entrySet()) {
      json.begin(variable.getValue(), "PropertyValue");
      json.text("name", variable.getKey().name());
      json.text("value", variable.getKey().value());
      json.end();
    }
  }

  private void writeRun(CrateJson json) throws IOException {
    json.begin(RUN, "CreateAction");
    json.text("name", description.name() == null ? "The run" : "Run " + description.name());
    json.text(
        "description",
        ShellText.cut(ShellText.commandLineOf(description.entrypoint()), LONGEST_COMMAND));
    json.text("identifier", description.uid());
    json.reference("instrument", TALE);
    json.time("startTime", description.startedAt());
    json.time("endTime", description.finishedAt());
    writeEnd(json, RunEnd.of(description));
    json.references("object", files.inputs());
    Set<String> results = new LinkedHashSet<>(files.outputs());
    files.id("stdout").ifPresent(results::add);
    files.id("stderr").ifPresent(results::add);
    json.references("result", results);
    json.reference("containerImage", image());
    json.references("additionalProperty", completeness.ids());
    json.end();
  }

  private void write(CrateJson json, Execution execution) throws IOException {
    Event.Exec program = execution.program();
    List<String> results = used(execution, FileUse::writes);
    // The profile has a type for what makes nothing.
    json.begin(id(execution), results.isEmpty() ? "ActivateAction" : "CreateAction");
    json.text("name", program == null ? "a program" : baseName(program.path().toString()));
    json.text("description", program == null ? null : commandLine(program.argv()));
    json.reference("instrument", program(program));
    json.time("startTime", description.at(execution.from()));
    Long to = execution.to();
    json.time("endTime", to == null ? null : description.at(to));
    writeEnd(json, end(execution));
    json.references("object", used(execution, FileUse::reads));
    json.references("result", results);
    json.reference("containerImage", image());
    if (execution.exec() != null) {
      json.references("environment", environment(execution.exec()));
    }
    json.end();
  }

  private void writeTale(CrateJson json) throws IOException {
    RunDescription.Tale tale = description.tale();
    String title = description.about().title();
    json.begin(TALE, "SoftwareApplication");
    json.text("name", title == null ? "The tale" : title);
    json.text(
        "description",
        ShellText.cut(ShellText.commandLineOf(description.entrypoint()), LONGEST_COMMAND));
    if (tale != null) {
      json.text("identifier", tale.taleId());
      json.text("softwareVersion", tale.versionId());
    }
    json.end();
  }

  private static void writeEnd(CrateJson json, RunEnd end) throws IOException {
    if (end.isKnown()) {
      json.text(
          "actionStatus",
          "http://schema.org/" + (end.isSuccess() ? "Completed" : "Failed") + "ActionStatus");
      json.text("error", end.isSuccess() ? null : end.text());
    }
  }

  /** One that ends as another program of the same process has done what it was to do. */
  private RunEnd end(Execution execution) {
    boolean isLast = run.graph().executions(execution.process()).getLast() == execution;
    return isLast ? RunEnd.of(execution.process().exit()) : new RunEnd(0, null);
  }

  private List<String> used(Execution execution, Predicate<FileUse> how) {
    return execution.files().stream()
        .filter(how)
        .flatMap(use -> files.id(use.version()).stream())
        .toList();
  }

  private @Nullable String image() {
    return description.image() == null ? null : IMAGE;
  }

  private String program(Event.@Nullable Exec exec) {
    String path = exec == null ? "a program that ran before the trace" : exec.path().toString();
    return programs.computeIfAbsent(path, _ -> "#program-" + (programs.size() + 1));
  }

  private List<String> environment(Event.Exec exec) {
    List<String> ids = new ArrayList<>();
    exec.environment()
        .forEach((name, value) ->
            ids.add(
                variables.computeIfAbsent(
                    new Variable(name, value.toString()),
                    _ -> "#variable-" + (variables.size() + 1))));
    return ids;
  }

  private static String id(Execution execution) {
    return "#execution-" + execution.number();
  }

  private static String commandLine(List<ByteString> argv) {
    return ShellText.cut(ShellText.commandLine(argv), LONGEST_COMMAND);
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
