package org.wholetale.recordedrun.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.Redaction;
import org.wholetale.recordedrun.recorder.SecretScan.Kind;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/**
 * Takes secrets out of what is recorded, before it leaves the recorder's memory. What went through
 * it once comes through it unchanged.
 *
 * @see "docs/trace-format.md, Redaction"
 */
final class Redactor {

  private static final int LONGEST_CODE_OPTION = 8;

  private final SecretNames names;
  private final boolean usualForms;
  private final SecretValues values;

  private Redactor(SecretNames names, boolean usualForms, SecretValues values) {
    this.names = names;
    this.usualForms = usualForms;
    this.values = values;
  }

  static Redactor of(Redaction redaction) {
    return new Redactor(
        SecretNames.of(redaction),
        redaction.usesDefaults(),
        SecretValues.of(redaction.valuesOrEmpty()));
  }

  /** The request with a command line that may be shown. */
  RecordingRequest redact(RecordingRequest request) {
    List<ByteString> command = request.command().stream().map(ByteString::of).toList();
    List<ByteString> shown = arguments(command, false);
    return shown.equals(command)
        ? request
        : request.withCommand(shown.stream().map(ByteString::toString).toList());
  }

  /** The event as it may be written; the same one where it holds no secret. */
  Event redact(Event event) {
    return switch (event) {
      case Event.Exec e -> redact(e);
      case Event.ExecFailed e -> redact(e);
      case Event.Open e ->
          redact(
              e,
              e.path(),
              path ->
                  new Event.Open(
                      e.at(), path, e.truncated(), e.mode(), e.file(), e.kind(), e.flags(), true));
      case Event.Close e ->
          redact(
              e,
              e.path(),
              path -> new Event.Close(e.at(), path, e.truncated(), e.file(), e.stillOpen(), true));
      case Event.Mkdir e ->
          redact(e, e.path(), path -> new Event.Mkdir(e.at(), path, e.truncated(), true));
      case Event.Mknod e ->
          redact(e, e.path(), path -> new Event.Mknod(e.at(), path, e.truncated(), true));
      case Event.Truncate e ->
          redact(e, e.path(), path -> new Event.Truncate(e.at(), path, e.truncated(), true));
      case Event.Unlink e ->
          redact(e, e.path(), path -> new Event.Unlink(e.at(), path, e.truncated(), true));
      case Event.Rename e ->
          redact(
              e,
              e.from(),
              e.to(),
              (from, to) -> new Event.Rename(e.at(), from, to, e.exchange(), e.truncated(), true));
      case Event.Link e ->
          redact(
              e,
              e.from(),
              e.to(),
              (from, to) -> new Event.Link(e.at(), from, to, e.truncated(), true));
      case Event.Symlink e ->
          redact(
              e,
              e.path(),
              e.target(),
              (path, target) -> new Event.Symlink(e.at(), path, target, e.truncated(), true));
      case Event.OfSocket e -> SocketRedaction.of(e, name -> path(name, e.truncated()));
      case Event.Transfer e -> e;
      case Event.IoUring e -> e;
      case Event.Fork e -> e;
      case Event.Exit e -> e;
      case Event.Gap e -> e;
    };
  }

  private Event redact(Event.OfProcess e, ByteString name, Function<ByteString, Event> with) {
    ByteString shown = path(name, e.truncated());
    return shown.equals(name) ? e : with.apply(shown);
  }

  private Event redact(
      Event.OfProcess e,
      ByteString one,
      ByteString other,
      BiFunction<ByteString, ByteString, Event> with) {
    ByteString shownOne = path(one, e.truncated());
    ByteString shownOther = path(other, e.truncated());
    return shownOne.equals(one) && shownOther.equals(other) ? e : with.apply(shownOne, shownOther);
  }

  private Event redact(Event.Exec e) {
    ByteString path = path(e.path(), e.truncated());
    ByteString file = path(e.file(), e.truncated());
    ByteString cwd = path(e.cwd(), e.truncated());
    List<ByteString> argv = arguments(e.argv(), e.truncated());
    Map<String, ByteString> environment = new HashMap<>();
    e.environment()
        .forEach((name, value) -> environment.put(name, variable(name, value, e.truncated())));
    boolean isSame =
        path.equals(e.path())
            && file.equals(e.file())
            && cwd.equals(e.cwd())
            && argv.equals(e.argv())
            && environment.equals(e.environment());
    return isSame
        ? e
        : new Event.Exec(
            e.at(), path, file, argv, e.truncated(), cwd, e.parent(), e.user(), environment, true);
  }

  /** The value of an environment variable: where the name says that it is a secret, all of it. */
  private ByteString variable(String name, ByteString value, boolean cut) {
    ByteString named = ByteString.of(name);
    if (names.cover(named, 0, named.length())) {
      return value.isEmpty() ? value : RedactedText.MARKER;
    }
    return values.redact(byForm(values.redact(value, cut), Kind.CODE, cut), cut);
  }

  private Event redact(Event.ExecFailed e) {
    // The name of no file: what an assignment becomes where a program was expected.
    ByteString path = byForm(path(e.path(), e.truncated()), Kind.FILE_NAME, e.truncated());
    List<ByteString> argv = arguments(e.argv(), e.truncated());
    return path.equals(e.path()) && argv.equals(e.argv())
        ? e
        : new Event.ExecFailed(e.at(), path, argv, e.truncated(), e.errno(), true);
  }

  /** The name of a file that exists keeps what looks like an assignment. */
  ByteString path(ByteString path, boolean cut) {
    return values.redact(path, cut);
  }

  /**
   * A command line without its secrets.
   *
   * @param cut whether the end of an argument may be missing
   */
  List<ByteString> arguments(List<ByteString> arguments, boolean cut) {
    // Names first, since a value may be part of one; again where quotes or names are other ones.
    List<ByteString> named = byNames(arguments, cut);
    List<ByteString> shown = named.stream().map(text -> values.redact(text, cut)).toList();
    return shown.equals(named) ? named : byNames(shown, cut);
  }

  private List<ByteString> byNames(List<ByteString> arguments, boolean cut) {
    if (names.isEmpty() && !usualForms) {
      return arguments;
    }
    List<ByteString> shown = new ArrayList<>(arguments.size());
    ByteString before = ByteString.EMPTY;
    for (ByteString argument : arguments) {
      if (isNamedOption(before) && !SecretScan.isOption(argument, 0)) {
        shown.add(argument.isEmpty() ? argument : RedactedText.MARKER);
      } else {
        shown.add(byForm(argument, isCodeOption(before) ? Kind.CODE : Kind.ARGUMENT, cut));
      }
      before = shown.getLast();
    }
    return shown;
  }

  private ByteString byForm(ByteString text, Kind kind, boolean cut) {
    ByteString anonymous = usualForms ? UrlUsers.redact(text, cut) : text;
    return SecretScan.redact(names, usualForms, anonymous, kind);
  }

  /** Whether the next argument is a secret's value, as behind {@code --password}. */
  private boolean isNamedOption(ByteString argument) {
    return argument.startsWith('-')
        && SecretScan.nameEnd(argument, 0) == argument.length()
        && names.cover(argument, 0, argument.length());
  }

  /** Whether the next argument is a program's text, as behind {@code sh -c} or {@code -ec}. */
  private static boolean isCodeOption(ByteString argument) {
    return argument.startsWith('-')
        && argument.length() <= LONGEST_CODE_OPTION
        && SecretScan.nameEnd(argument, 0) == argument.length()
        && argument.byteAt(argument.length() - 1) == 'c'
        && argument.byteAt(1) != '-';
  }
}
